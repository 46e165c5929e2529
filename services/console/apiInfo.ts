/** What the API document says of itself. */
import type { ApiInfo } from '@jiahe/service-kit/openapi.ts'

export const apiInfo: ApiInfo = {
  title: '家和 工作台接口',
  description:
    '派单、签收、处置、办结、回访与动态数据库。登录后使用会话 Cookie；命令须带 If-Match（所见版本号），重试时带相同的 Idempotency-Key。',
  security: 'cookie',
}
