/**
 * What a person can do about a refusal, in plain words, by reason code. Titles and statuses stand beside each
 * other in the service kit; here is only the next step.
 */
import { Problem } from '@jiahe/service-kit/problem.ts'

const nextStep: Readonly<Record<string, string>> = {
  'not-signed-in': '登录已失效或尚未登录，请重新登录后再试。',
  'wrong-credentials': '请核对用户名和密码。连续输错后需等待片刻才能再试。',
  'too-many-tries': '请等待一分钟后再试；忘记密码请联系管理员。',
  'foreign-origin': '请从本系统的页面进行操作。',
  'not-allowed': '如工作需要，请联系管理员调整账号角色。',
  'outside-region': '只能查看和办理本妇联及下级妇联的事项。',
  'not-assignee': '只有承办单位可以办理。如需改由您办理，请督办单位转派。',
  'not-supervisor': '请联系督办单位（上一级妇联）办理。',
  'outside-district': '请选择本辖区内的妇联；跨区转派请联系市妇联。',
  'unknown-order': '请核对工单编号，或在工单台中查找。',
  'unknown-case': '请核对个案编号，或在一户一档中查找。',
  'missing-if-match': '请先读取最新内容，再把其版本号放入 If-Match。',
  'invalid-if-match': '版本号应为带双引号的整数，例如 "3"。',
  'stale-revision': '他人刚刚更新了内容。请查看 current 中的最新状态，确认后重新提交。',
  'already-accepted': '此工单已经签收，无需再次签收，可直接登记联系情况。',
  'not-accepted': '请先签收工单，再登记办理情况。',
  'not-dispatched': '工单正在等待派单，派出后才能办理。',
  'not-unroutable': '此工单已有承办单位，如需更换请使用转派。',
  'return-too-late': '已过退单时限或已申请办结，不能再退单。如需更换承办单位，请督办单位转派。',
  'unknown-federation': '请从本市区县、乡镇街道妇联中选择。',
  'same-federation': '请选择另一个妇联。',
  'joint-mediation-forbidden': '高、极高风险个案请分别约谈，不得让双方同场。',
  'protection-order-in-force':
    '保护令生效期间，请分别约谈，不得让双方见面；已约定的共同调解应予取消。保护令情况见一户一档。',
  'consent-required': '请先单独征得受害人同意并登记；未同意的，请分别调解。',
  'no-disposal': '请先登记处置结果，再申请办结。',
  'closure-already-requested': '请等待督办单位审批；被退回后可以继续办理。',
  'closure-not-requested': '承办单位申请办结后才能审批。',
  'order-closed': '工单已办结，不能再办理。如有新情况，请通过新的警情或线索登记。',
  'unsafe-policy': '每一级都须有承办单位和各项时限，且级别越高时限越短。请按 errors 逐项更正。',
  'not-next-version': '版本号须为最新版本加一。请刷新页面后重新发布。',
  'unknown-version': '请从策略页面列出的版本中选择。',
  'version-retired': '已停用的版本不能再启用。可将其内容作为新版本重新发布。',
  'effect-in-past': '请选择现在以后的生效时间；需立即生效的，不填时间即可。',
  'already-in-force': '该版本届时已在执行，无需再次启用。',
  'version-in-force': '正在执行或即将生效的版本不能停用，请先启用另一版本。',
  'unknown-report': '请在答复台中查找；警情须回访，不在此答复。',
  'already-taken': '无需再次受理，办理后请答复结果。',
  'not-taken': '请先答复是否受理，再办理其他事项。',
  'answer-ended': '如有新情况，请登记新的线索。',
  'violence-is-not-declined': '请受理并按家暴个案办理；如非本辖区事项，请转派。',
  'extension-requested-already': '每件线索只可延期一次，请在期限内答复。',
  'extension-not-requested': '承办单位申请延期后才能审批。',
  'answer-overdue': '期限已过，不能再申请延期，请尽快答复。',
  'no-callback-owed': '此个案没有应回访的警情，无需登记回访。',
  'unknown-organisation': '请核对机构代码，或在组织名录中查找。',
  'already-registered': '如需更正，请在组织名录中打开该机构后修改；新机构请另用代码。',
  'unknown-region': '请填写本市现行的区划代码：市 4 位、区县 6 位、乡镇街道 9 位。',
  'outside-city': '本名录只收录本市的机构，请核对区划代码。',
  'federation-code': '妇联以区划代码为机构代码，请将两者填成一致。',
  'code-of-a-region': '请使用该机构自己的代码，例如统一社会信用代码。',
  'organisation-closed': '如需继续使用，请先恢复该机构。',
  'organisation-not-closed': '机构正在使用，无需恢复。',
  'shift-ends-before-it-begins': '请核对起止时间；夜班的结束时间在次日。',
  'shift-too-long': '请拆成几个班次，每个不超过七天。',
  'shift-over': '只能排定或撤销尚未结束的班次，已结束的留作记录。',
  'shift-rostered': '相同的人员和时间已在值班表中，无需重复排班。',
  'unknown-shift': '值班表可能刚刚更新，请刷新后再试。',
  'unknown-officer': '请核对用户名，或改为填写姓名和电话。',
  'facts-without-contact': '只有接通本人（reached）时才能登记她所说的情况，请去掉 facts。',
}

/** A refusal on its way to the caller, with what to do about it. */
export const refusal = (reason: string, extra: Readonly<Record<string, unknown>> = {}): Problem =>
  new Problem(reason, reason in nextStep ? { detail: nextStep[reason], ...extra } : extra)

export const adviceOn = (reason: string): string | null => nextStep[reason] ?? null
