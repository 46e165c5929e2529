/** The words of the risk models and of what-if. */
import { inLanguage } from './language.ts'

export const chinese = {
  title: '分级模型',
  lead: '分值为起始值，未经效度检验。启用另一版本之前，须用全部历史试算，看清各妇联增减多少工作量。发布和启用通过接口办理。',
  list: '分级模型',
  columns: { model: '模型', track: '适用', state: '状态', published: '发布时间', actions: '操作' },
  tracks: { violence: '涉暴力', dispute: '其他纠纷' },
  active: '执行中',
  planned: '待生效',
  inactive: '未执行',
  builtIn: '系统自带',
  names: { violence: '家庭暴力模型', dispute: '家庭纠纷模型' },
  version: (name: string, n: number) => `${name}第 ${n} 版`,
  run: '试算',
  running: '正在试算',
  counting: '正在清点个案',
  progress: (done: number, total: number) => `已重演 ${done} / ${total} 个个案`,
  failed: '试算没有完成，历史未受影响。可重新试算。',
  interrupted: '试算因系统重启而中断，历史未受影响。可重新试算。',
  resultOf: (model: string) => `${model}：试算结果`,
  summary: (cases: number, higher: number, lower: number) =>
    `${cases} 个个案：${higher} 个将评得更高，${lower} 个将评得更低。`,
  unreadable: (n: number) => `${n} 个个案的历史无法读取，未计入。`,
  matrix: '分级变化（行：现行，列：试算）',
  inForce: '现行',
  candidate: '试算',
  change: '增减',
  workload: '派单量（中风险以上）',
  federation: '承办妇联',
  all: '合计',
  harm: '后来再次发生暴力或违反保护令的个案',
  harmNote: '只反映登记过的情况，不能当作模型的准确率。',
  caught: '此前已派单',
  missed: '此前评为低风险',
} as const

export const modelTexts = inLanguage(chinese, (english) => english.models)
