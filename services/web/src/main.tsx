/** Puts the screens on the page: the theme, the cache of what was read, and the first screen. */
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import enUS from 'antd/es/locale/en_US'
import zhCN from 'antd/es/locale/zh_CN'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from './api/http.ts'
import { noticeFailure, onOtherSession } from './api/session.ts'
import { App } from './app.tsx'
import { language } from './texts/language.ts'
import './styles/base.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/table.css'
import './styles/signIn.css'
import './styles/home.css'
import './styles/desk.css'
import './styles/figures.css'
import './styles/card.css'
import './styles/policies.css'
import './styles/print.css'
import './styles/drafts.css'
import './styles/english.css'

const client = new QueryClient({
  queryCache: new QueryCache({ onError: noticeFailure }),
  mutationCache: new MutationCache({ onError: noticeFailure }),
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // A refusal stays a refusal; only what may pass is tried again.
      retry: (failures, error) => failures < 2 && (!(error instanceof Problem) || error.status >= 500),
      retryDelay: (n) => 1000 * 2 ** n,
      // Without a connection a query fails at once, so that the screen can say it is stale.
      networkMode: 'always',
      refetchOnReconnect: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

// Whoever signs in next, in this tab or another, sees nothing that was read for somebody else.
onOtherSession(() => client.clear())

const theme = {
  token: {
    colorPrimary: '#1d6a66',
    colorError: '#a1121c',
    colorText: '#1b2726',
    colorBorder: '#cfd8d5',
    colorTextPlaceholder: '#65716e',
    colorTextDescription: '#65716e',
    borderRadius: 6,
    fontSize: 14,
    fontFamily: 'var(--font)',
    // A button that has answered at once may otherwise keep its sign of waiting for ever, and be read out with it.
    motion: false,
  },
}

document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <ConfigProvider
        locale={language === 'en' ? enUS : zhCN}
        theme={theme}
        button={{ autoInsertSpace: false }}
      >
        <App />
      </ConfigProvider>
    </QueryClientProvider>
  </StrictMode>,
)
