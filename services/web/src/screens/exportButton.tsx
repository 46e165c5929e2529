/** Takes away what the screen shows, as of the moment that it shows. */
import { useMutation } from '@tanstack/react-query'
import { Button, message } from 'antd'
import { download } from '../api/http.ts'
import { explain } from '../texts/reasons.ts'
import { texts } from '../texts/zh.ts'

const words = texts.board

export function ExportButton({ query }: { readonly query: Readonly<Record<string, string | undefined>> }) {
  const [messages, holder] = message.useMessage()
  const taking = useMutation({
    mutationFn: () => download('/v1/board/export', query),
    onSuccess: () => void messages.success(words.exported),
    onError: (error) => {
      const { what, advice } = explain(error)
      void messages.error([what, advice].join(' '))
    },
  })
  return (
    <>
      {holder}
      <Button loading={taking.isPending} onClick={() => taking.mutate()}>
        {taking.isPending ? words.exporting : words.export}
      </Button>
    </>
  )
}
