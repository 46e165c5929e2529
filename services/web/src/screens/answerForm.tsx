/** The form of one command on a report's answer. What was typed stays when the case changed meanwhile: it is said so,
 *  and sent again with what is seen now. */
import { useQueryClient } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { useRegions } from '../api/regions.ts'
import type { CaseDetail } from '../api/shapes.ts'
import { ChoiceField } from '../parts/choiceField.tsx'
import { CommandForm } from '../parts/commandForm.tsx'
import { useCommand } from '../parts/useCommand.ts'
import { paths } from '../paths.ts'
import { answerTexts as words } from '../texts/answers.ts'
import { type AnswerCommandName, answerFieldsOf } from './answerCommands.ts'
import { caseQuery } from './caseQuery.ts'
import { bodyOf } from './orderFields.ts'

interface AnswerFormProps {
  readonly command: AnswerCommandName
  readonly reportId: string
  readonly data: CaseDetail
  readonly onDone: () => Promise<void>
  readonly onClose: () => void
}
export function AnswerForm({ command, reportId, data, onDone, onClose }: AnswerFormProps) {
  const client = useQueryClient()
  const regions = useRegions()
  const label = words.commands[command]
  const giving = useCommand({
    path: `/v1/cases/${encodeURIComponent(data.id)}/${command}`,
    identity: {
      form: JSON.stringify(['answer', data.id, reportId, command]),
      label: `${label} · ${regions.full(data.regionCode)}`,
      place: paths.answerDesk({ case: data.id, report: reportId }),
    },
    shown: data,
    standing: ({ revision }) => ({ revision }),
    bodyOf: (values) => ({ reportId, ...bodyOf(values) }),
    refresh: () => client.fetchQuery({ ...caseQuery(data.id), staleTime: 0 }),
    onDone,
    onWaiting: onClose,
  })
  return (
    <CommandForm
      label={label}
      confirm={null}
      initialValues={{}}
      command={giving}
      changed={giving.before && <div className="notice warn">{words.changed}</div>}
      onClose={onClose}
    >
      <p className="soft hint">{words.hints[command]}</p>
      {answerFieldsOf(command).map(({ name, label, options }) => (
        <Form.Item
          key={name}
          name={name}
          label={label}
          rules={options ? [{ required: true, message: words.fields.required }] : []}
          required={false}
        >
          {options ? (
            <ChoiceField legend={label} options={options} />
          ) : (
            <Input.TextArea rows={4} maxLength={4000} aria-label={label} />
          )}
        </Form.Item>
      ))}
    </CommandForm>
  )
}

/** The form that a draft of this name was typed into. */
export function readAnswerFormName(
  form: string,
): { readonly reportId: string; readonly command: AnswerCommandName } | null {
  const [kind, , reportId, command] = JSON.parse(form)
  return kind === 'answer' ? { reportId, command } : null
}
