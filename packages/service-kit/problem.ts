/**
 * Problems as RFC 9457 tells them: what is wrong, with a stable `reason` code, and for a body the JSON
 * pointers of its faults. This is the only place where a reason becomes an HTTP status.
 */
import type { z } from 'zod'

export interface FieldError {
  /** JSON pointer into the body, or `?name` for a query parameter. */
  readonly pointer: string
  readonly reason: string
}
export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly reason: string
  readonly instance: string
  readonly errors?: readonly FieldError[]
  readonly [extra: string]: unknown
}

const statuses: Readonly<Record<string, readonly [status: number, title: string]>> = {
  'invalid-body': [400, '请求内容有误，请按 errors 逐项更正'],
  'invalid-json': [400, '请求不是有效的 JSON'],
  'invalid-query': [400, '查询参数有误'],
  'invalid-path': [400, '地址有误'],
  'invalid-file': [400, '文件无法读取'],
  'invalid-request': [400, '请求有误'],
  'unsafe-policy': [400, '策略内容不符合安全要求'],
  'unsafe-model': [400, '分级模型不符合安全要求'],
  'invalid-if-match': [400, 'If-Match 应为带引号的版本号，如 "3"'],
  'not-signed-in': [401, '请先登录'],
  'wrong-credentials': [401, '用户名或密码不正确'],
  'one-time-password-over': [401, '一次性密码已过有效期'],
  'invalid-key': [401, '接入密钥无效'],
  'invalid-signature': [401, '请求签名无效'],
  'stale-signature': [401, '请求签名的时间相差超过五分钟'],
  'replayed-signature': [401, '此签名已经用过'],
  'foreign-origin': [403, '拒绝来自其他网站的请求'],
  'not-allowed': [403, '您的账号没有此项权限'],
  'password-to-change': [403, '请先修改一次性密码'],
  'outside-region': [403, '超出您所在妇联的辖区'],
  'wrong-source': [403, '接入密钥只能用于所属来源'],
  'not-assignee': [403, '此工单不由本单位承办'],
  'not-supervisor': [403, '须由督办单位办理'],
  'outside-district': [403, '只能转派到本辖区内的妇联'],
  'not-found': [404, '没有找到'],
  'unknown-order': [404, '没有此工单'],
  'unknown-case': [404, '没有此个案'],
  'unknown-person': [404, '没有此人'],
  'unknown-username': [404, '没有此账号'],
  'unknown-version': [404, '没有此策略版本'],
  'unknown-model': [404, '没有此分级模型或版本'],
  'unknown-what-if': [404, '没有此次试算'],
  'unknown-organisation': [404, '没有此机构'],
  'method-not-allowed': [405, '不支持此请求方法'],
  'feed-restarted': [410, '回执流已重新编号，请不带 after 从头读取'],
  'stale-revision': [412, '内容已有更新，请核对后重试'],
  'body-too-large': [413, '内容过大'],
  'unsupported-media-type': [415, '不支持的内容类型'],
  'missing-if-match': [428, '须在 If-Match 中给出所见版本号'],
  'too-many-tries': [429, '登录尝试过多，请稍后再试'],
  'too-many-requests': [429, '请求过于频繁，请稍后再试'],
  'headers-too-large': [431, '请求头过大'],
  internal: [500, '系统内部错误，已记录'],
  overloaded: [503, '系统繁忙，请稍后重试'],
  'keys-unavailable': [503, '密钥服务暂时无法使用，个人信息暂时不能读取或登记'],
}

/** A refusal on its way to the caller. Refusals of the domain that are not in the table are conflicts: 409. */
export class Problem extends Error {
  override name = 'Problem'
  readonly reason: string
  readonly extra: Readonly<Record<string, unknown>>
  constructor(reason: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(reason)
    this.reason = reason
    this.extra = extra
  }
}

const conflicts: Readonly<Record<string, string>> = {
  'already-accepted': '工单已签收',
  'not-accepted': '请先签收工单',
  'not-dispatched': '工单尚未派出',
  'not-unroutable': '工单已派出，如需更换承办单位请转派',
  'return-too-late': '已超过退单时限',
  'unknown-federation': '没有此妇联',
  'same-federation': '已由该妇联承办',
  'joint-mediation-forbidden': '高风险个案不得组织双方共同调解',
  'day-ahead': '日期不能晚于今天',
  'day-too-early': '日期先后不符',
  'unknown-alert': '此个案没有这起警情',
  'unknown-measure': '没有登记过这项措施',
  'measure-not-standing': '这项措施已不再有效',
  'measure-already-recorded': '同样的措施已经登记过',
  'nothing-to-breach': '当日没有生效的告诫书或保护令',
  'application-open': '已有申请在等待法院决定',
  'no-application': '没有等待法院决定的申请',
  'protection-too-long': '人身安全保护令有效期不得超过六个月',
  'report-already-required': '已列为须向公安机关报告',
  'nothing-owed': '没有需要说明的事项',
  'protection-order-in-force': '人身安全保护令有效期内不得组织双方共同调解',
  'consent-required': '涉家暴个案须单独征得受害人同意方可共同调解',
  'no-disposal': '请先报告处置结果',
  'closure-already-requested': '已申请办结，等待审批',
  'closure-not-requested': '尚未申请办结',
  'order-closed': '工单已办结',
  'unknown-engagement': '没有此项力量邀请',
  'engagement-not-asked': '所请力量已经回应',
  'engagement-not-accepted': '所请力量尚未接受',
  'engagement-ended': '此项力量邀请已经结束',
  'engagement-open': '所请力量尚无结果',
  'own-order': '此工单由本单位承办，不能自行督办',
  'unknown-supervision': '没有此项督办',
  'supervision-answered': '此项督办已答复',
  'no-extension-at-level': '此级别的工单不能延期办结',
  'already-extended': '已延期一次',
  'extension-already-asked': '已申请延期，等待审批',
  'extension-not-asked': '尚未申请延期',
  'extension-too-late': '已过办结时限',
  'satisfaction-recorded': '本次办结的满意度已登记',
  'not-closed': '工单尚未办结',
  'newer-order': '此个案已有更新的工单',
  'not-next-version': '版本号不连续',
  'version-retired': '此策略版本已停用',
  'effect-in-past': '生效时间不能早于现在',
  'already-in-force': '此版本届时已在执行',
  'version-in-force': '此版本正在执行或即将生效',
  'what-if-running': '另一次试算正在进行',
  'what-if-missing': '此版本尚未试算',
  'what-if-outdated': '此版本的试算已过时',
  'unknown-report': '没有此项须答复的线索',
  'already-taken': '此线索已受理',
  'not-taken': '此线索尚未受理',
  'answer-ended': '此线索已答复完毕',
  'violence-is-not-declined': '涉及暴力的事项不得不予受理',
  'extension-requested-already': '已申请过延期',
  'extension-not-requested': '没有待审批的延期申请',
  'answer-overdue': '答复期限已过',
  'not-graded': '个案尚未分级',
  'same-level': '已是该级别',
  'override-pending': '已有等待同意的调低申请',
  'no-override-pending': '没有等待同意的调低申请',
  'same-person': '不能由提出人自己同意',
  'leader-in-charge': '此案有领导包案',
  'no-leader': '此案没有领导包案',
  'charge-not-warranted': '此案不符合领导包案条件',
  'unknown-account': '没有此账号',
  'worker-not-named': '承办或回访单位无人知情',
  'keeper-not-named': '没有区县或市级知情人',
  'same-people-named': '知情人没有变化',
  'not-sealed': '此案不是密案',
  'assignee-not-named': '接收单位没有密案知情人',
  'order-open': '尚有工单未办结',
  'watch-running': '跟踪期未满',
  'measure-open': '尚有未了的措施',
  'callback-open': '尚有回访未完成',
  'already-erased': '此人的个人信息已删除',
  'erasure-pending': '已有等待同意的删除申请',
  'no-erasure-pending': '没有等待同意的删除申请',
  'not-quiet-long-enough': '平稳期未满',
  'case-closed': '个案已结案',
  'case-not-closed': '个案尚未结案',
  'same-case': '不能与自身并案',
  'already-merged': '个案已经并案',
  'not-merged': '并未并案',
  'sealed-otherwise': '密案知情人不一致',
  'order-merged': '工单已并入另一工单',
  'no-callback-owed': '此个案没有回访任务',
  'already-registered': '此机构代码已经登记',
  'unknown-region': '没有此区划代码',
  'outside-city': '不在本市辖区内',
  'federation-code': '妇联的机构代码应为其区划代码',
  'code-of-a-region': '此代码为区划代码，只用于妇联',
  'organisation-closed': '机构已停用',
  'organisation-not-closed': '机构没有停用',
  'shift-ends-before-it-begins': '班次的结束时间早于开始时间',
  'shift-too-long': '一个班次不得超过七天',
  'shift-over': '班次已经结束',
  'shift-rostered': '班次已经排定',
  'unknown-shift': '没有此班次',
  'unknown-officer': '没有此账号，或不属于该妇联',
  'username-taken': '此用户名已有人使用',
  'own-account': '不能对本人的账号办理此项',
  'last-administrator': '这是最后一名管理员',
  'role-not-at-level': '该级妇联没有这个角色',
  'account-disabled': '账号已停用',
  'invalid-id-number': '证件号码有误',
  'wrong-password': '原密码不正确',
  'password-too-short': '新密码太短',
  'password-too-common': '新密码太容易被猜到',
  'password-of-name': '新密码不能包含用户名',
  'password-unchanged': '新密码与原密码相同',
  'facts-without-contact': '未接通本人时不能登记新情况',
}

/** Every reason that has a title. */
export const titled: readonly string[] = [...Object.keys(statuses), ...Object.keys(conflicts)]

export function problemBody(
  reason: string,
  instance: string,
  extra: Readonly<Record<string, unknown>> = {},
): ProblemBody {
  const [status, title] = statuses[reason] ?? [409, conflicts[reason] ?? reason]
  return { type: `urn:jiahe:problem:${reason}`, title, status, reason, instance, ...extra }
}

/** One step of a JSON pointer (RFC 6901). */
export const pointerTo = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

/** Where zod found faults. Unknown fields are named one by one; values are never repeated. */
export function fieldErrors(error: z.ZodError, prefix = ''): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((part) => pointerTo(String(part))).join('')
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        pointer: `${prefix}${path}${pointerTo(key.slice(0, 64))}`,
        reason: 'unknown-field',
      }))
    return [{ pointer: `${prefix}${path}`, reason: reasonOf(issue) }]
  })
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message
  if (issue.code === 'invalid_type')
    return issue.input === undefined && /undefined/.test(issue.message)
      ? 'required'
      : `expected-${issue.expected}`
  if (issue.code === 'invalid_value') return 'not-one-of-the-values'
  return issue.code.replaceAll('_', '-')
}
