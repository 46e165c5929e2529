/** The words of the home screen. */

export const chinese = {
  greeting: { night: '夜深了', morning: '上午好', noon: '中午好', afternoon: '下午好', evening: '晚上好' },
  now: '现在要办',
  late: '已经超期',
  nothing: '眼下没有要办的事项',
  nothingAdvice: '有新工单或到期回访时会显示在这里，页面自动更新。',
  accountsCalm: '账号没有需要处理的',
  accountsCalmAdvice: '各妇联都有在用的办案账号，也没有 90 天未使用的账号。',
  figures: '本辖区数据',
  week: { title: '近 7 天', before: (n: number | string) => `前 7 天 ${n}` },
  seeAll: '全部',
  lastLooked: (at: string) => `上次查看：${at}`,
  /** The screens, told apart from the menu. */
  all: '功能',
  /** What a screen is for, to whoever has no orders of her own. */
  doors: {
    accounts: '谁可以登录、以什么角色、属于哪个妇联',
    audit: '谁在何时、因何查看了哪位当事人，哪些操作被拒绝',
    policies: '各级办理时限、派单和回访规则',
    organisations: '妇联、律师、庇护所等机构及其值班表',
    dynamicDatabase: '按区划、类型、分级、来源、日期任意组合的数据',
    callbackCoverage: '每起警情是否都已回访',
    history: '全市任意一天的数据与事件经过',
    caseCard: '每户的经过与分级依据，当事人信息均已隐去',
  },
  things: {
    fresh: '上次查看以后派来',
    unusual: '本周异常查看',
    noAccounts: '没有办案账号的妇联',
    unusedAccounts: '90 天未使用的账号',
    late: '超期工单',
    toAccept: '待签收',
    working: '办理中',
    toApprove: '待办结审批',
    unroutable: '待派单（区划不明）',
    returned: '退回待转派',
    callbacksLate: '逾期回访',
    callbacksDue: '待回访',
  },
}
