/** What can be done with an order: the next step stands out, the rest are beside it. What the last one did is said. */

import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { serverNow } from '../api/http.ts'
import { useRegions } from '../api/regions.ts'
import type { Me, OrderDetail } from '../api/shapes.ts'
import { DraftOffer } from '../drafts/draftOffer.tsx'
import { DoneNotice } from '../parts/conditions.tsx'
import { dispatchTexts as dispatch } from '../texts/dispatch.ts'
import { texts } from '../texts/zh.ts'
import { hasHappened } from './deadlines.ts'
import { type CommandName, commandsFor } from './orderCommands.ts'
import { OrderForm } from './orderForm.tsx'
import { readOrderFormName } from './orderFormName.ts'

const words = texts.orders

/** `about`: which engagement or supervision it is. */
export type OpenAct = (command: CommandName, about?: Readonly<Record<string, string>>) => void
interface Acts {
  readonly opened: { readonly command: CommandName; readonly about: Readonly<Record<string, string>> } | null
  readonly done: CommandName | null
  readonly open: OpenAct
  readonly close: () => void
  readonly finish: (command: CommandName) => void
}
export function useActs(): Acts {
  const [opened, setOpened] = useState<Acts['opened']>(null)
  const [done, setDone] = useState<CommandName | null>(null)
  return {
    ...{ opened, done },
    open(command, about = {}) {
      setDone(null)
      setOpened({ command, about })
    },
    close: () => setOpened(null),
    finish(command) {
      setOpened(null)
      setDone(command)
    },
  }
}

interface OrderActsProps {
  readonly me: Me
  readonly order: OrderDetail
  readonly acts: Acts
}
export function OrderActs({ me, order, acts }: OrderActsProps) {
  const client = useQueryClient()
  const regions = useRegions()
  const { opened, done } = acts
  const commands = commandsFor(order, me.federation, serverNow())
  const contacted = hasHappened(order.history, 'ContactMade')
  const label = (command: CommandName) =>
    words.commands[command === 'contact' && contacted ? 'contactAgain' : command]
  const finish = async (command: CommandName) => {
    await client.invalidateQueries({ queryKey: ['order', order.id] })
    void client.invalidateQueries({ queryKey: ['orders'] })
    acts.finish(command)
  }
  const who = order.state === 'closure-requested' ? order.supervisor : order.assignee
  return (
    <>
      {done && <DoneNotice>{words.done[done]}</DoneNotice>}
      {!opened && (
        <DraftOffer
          concerns={(form) => readOrderFormName(form)?.orderId === order.id}
          onOpen={({ form }) => {
            const name = readOrderFormName(form)
            if (name) acts.open(name.command, name.about)
          }}
        />
      )}
      {(commands.length === 0 || order.state === 'closed') && (
        <p className="soft">
          {words.waiting[order.state](regions.federation(who))}
          {order.state !== 'closed' && ` · ${words.nothingToDo}`}
        </p>
      )}
      {order.suggestion && commands.includes('dispatch') && (
        <p className="notice suggestion">
          {dispatch.suggestion(
            regions.fullFederation(order.suggestion.federation),
            dispatch.because[order.suggestion.because],
          )}
        </p>
      )}
      {commands.length > 0 && (
        <div className="commands">
          {commands.map((command, i) => (
            <Button
              key={command}
              type={i === 0 ? 'primary' : 'default'}
              danger={command === 'return' || command === 'reject-closure' || command === 'reject-extension'}
              onClick={() => acts.open(command)}
            >
              {label(command)}
            </Button>
          ))}
        </div>
      )}
      {opened && (
        <OrderForm
          key={opened.command + JSON.stringify(opened.about)}
          command={opened.command}
          about={opened.about}
          label={label(opened.command)}
          order={order}
          me={me}
          onDone={() => finish(opened.command)}
          onClose={acts.close}
        />
      )}
    </>
  )
}
