/** The coded words of measures beside those of `vocabulary.ts`: what police and courts do about the respondent, and
 *  what is owed. */

/** What police or court do about him, in proportion to what he did (Anti-Domestic-Violence Law art. 16, 33, 34). */
export const respondentMeasures = {
  'criticism-education': '批评教育',
  'public-security-punishment': '治安管理处罚',
  'criminal-case': '刑事立案',
  'court-sanction': '法院训诫、罚款或拘留',
} as const
export type RespondentMeasure = keyof typeof respondentMeasures

/** What he may breach. */
export const breachable = { 'warning-letter': '告诫书', 'protection-order': '人身安全保护令' } as const
export type Breachable = keyof typeof breachable

/** What a protection order says (art. 29, and the Supreme Court's interpretation of 2022). */
export const protections = {
  'no-violence': '禁止实施家庭暴力',
  'no-contact': '禁止骚扰、跟踪、接触',
  'no-threats': '禁止以电话、信息等方式侮辱、诽谤、威胁',
  'move-out': '责令迁出住所',
  'keep-distance': '禁止在住所、学校、工作单位附近滋扰',
  other: '其他保护措施',
} as const
export type Protection = keyof typeof protections

/** Who may ask a court for a protection order, for herself or for her (art. 23). */
export const protectionApplicants = {
  victim: '本人',
  relative: '近亲属',
  'womens-federation': '妇联',
  police: '公安机关',
  committee: '居（村）委会',
  shelter: '救助管理机构',
  other: '其他依法可代为申请的单位',
} as const

/** With whom a warning letter is followed up (art. 17). */
export const letterVisitors = { police: '公安派出所', committee: '居（村）委会', grid: '网格员' } as const

/** Why a measure no longer stands. */
export const revocationReasons = {
  'revoked-by-issuer': '作出机关撤销',
  'withdrawn-by-applicant': '申请人撤回',
  'recorded-in-error': '登记有误',
} as const

/** What the facts of an alert call for. */
export const owedMeasures = {
  'letter-or-education': '告诫书或批评教育',
  'punishment-or-case': '治安管理处罚或刑事立案',
} as const
export type OwedMeasure = keyof typeof owedMeasures

/** Why none was taken where one seemed due. */
export const waiverReasons = {
  'no-violence-found': '经查不属家庭暴力',
  'evidence-insufficient': '证据不足，公安机关未认定',
  'no-responsibility': '加害人无责任能力',
  'respondent-gone': '加害人去向不明',
  'handled-elsewhere': '已由其他机关处理',
  other: '其他',
} as const

/** About whom the law asks for a report to the police (art. 14). */
export const protectedPersons = {
  child: '未成年人',
  'adult-without-capacity': '无、限制民事行为能力的成年人',
} as const
export type ProtectedPerson = keyof typeof protectedPersons
export const reportMeans = { phone: '电话', 'in-person': '当面', written: '书面', online: '网上' } as const
/** Why none was made where one seemed due. */
export const reportWaiverReasons = {
  'not-harmed': '经核实未受侵害',
  'recorded-in-error': '登记有误',
} as const

/** What the law asks for about a case by a day, whoever works on it. */
export const measureDuties = {
  'mandatory-report': '强制报告',
  'letter-visit': '告诫书查访',
  'protection-renewal': '保护令延长申请',
} as const
export type MeasureDutyKind = keyof typeof measureDuties
