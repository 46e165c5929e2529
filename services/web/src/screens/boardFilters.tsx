/** By what the table is split, which numbers stand in it, and to which values it is narrowed. */
import { boardValues, measuresOf } from '@jiahe/domain/boardVocabulary.ts'
import { Select } from 'antd'
import { Chips, choicesOf } from '../parts/chips.tsx'
import type { Filter } from '../paths.ts'
import { boardValue } from '../texts/boardValues.ts'
import { texts } from '../texts/zh.ts'
import { dimensions, groups, narrowable, type Slice } from './slice.ts'

const words = texts.board
const nameOf = (value: string) => (value === 'none' ? null : value)

interface BoardFiltersProps {
  readonly slice: Slice
  readonly filter: Filter
  readonly show: (change: Filter) => void
}
export function BoardFilters({ slice, filter, show }: BoardFiltersProps) {
  const isCross = slice.view === 'cross'
  return (
    <div className="filters">
      <Chips
        short
        legend={words.view}
        choices={choicesOf(words.views)}
        value={slice.view}
        onChange={(view) => show({ view: view === 'table' ? '' : view })}
      />
      {isCross ? <CrossChoice slice={slice} show={show} /> : <By slice={slice} filter={filter} show={show} />}
      {isCross ? (
        <Choice
          label={texts.history.measure}
          value={slice.measure}
          options={words.measures}
          onChange={(measure) => show({ measure })}
        />
      ) : (
        <Chips
          legend={words.groupOf}
          choices={groups.map((value) => ({ value, label: words.groups[value] }))}
          value={slice.group}
          onChange={(group) =>
            show({
              group,
              measure: measuresOf(group as Slice['group']).includes(slice.measure) ? slice.measure : '',
            })
          }
        />
      )}
    </div>
  )
}

function By({ slice, filter, show }: BoardFiltersProps) {
  const toggle = (d: Slice['by'][number]) => {
    const by = slice.by.includes(d)
      ? slice.by.filter((x) => x !== d)
      : dimensions.filter((x) => x === d || slice.by.includes(x))
    if (by.length > 0) show({ by: by.join(',') })
  }
  const deeper = (['district', 'township'] as const).filter((_, i) => slice.region.length < [6, 9][i]!)
  return (
    <>
      <fieldset className="chips">
        <legend>{words.by}</legend>
        {dimensions.map((d) => (
          <button
            key={d}
            type="button"
            className="toggle"
            aria-pressed={slice.by.includes(d)}
            onClick={() => toggle(d)}
          >
            {words.dimensions[d]}
          </button>
        ))}
      </fieldset>
      {slice.by.includes('region') && deeper.length > 1 && (
        <Chips
          legend={words.level}
          choices={deeper.map((value) => ({ value, label: words.levels[value] }))}
          value={filter.level || 'district'}
          onChange={(value) => show({ level: value })}
        />
      )}
    </>
  )
}

const CrossChoice = ({ slice, show }: Omit<BoardFiltersProps, 'filter'>) => (
  <>
    {(['down', 'across'] as const).map((way, i) => (
      <Choice
        key={way}
        label={words[way]}
        value={slice.cross[i]!}
        options={words.dimensions}
        onChange={(dimension) => show({ [way]: dimension })}
      />
    ))}
  </>
)

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: Readonly<Record<string, string>>
  readonly onChange: (value: string) => void
  /** The label is for screen readers. */
  readonly quiet?: boolean
}
export const Choice = ({ label, value, options, onChange, quiet = false }: ChoiceProps) => (
  <div className="row nowrap">
    {!quiet && <span className="soft small">{label}</span>}
    <Select
      aria-label={label}
      size={quiet ? 'small' : 'middle'}
      value={value}
      options={choicesOf(options)}
      popupMatchSelectWidth={false}
      onChange={onChange}
    />
  </div>
)

interface NarrowingProps {
  readonly filter: Filter
  readonly show: (change: Filter) => void
}
export const Narrowing = ({ filter, show }: NarrowingProps) => (
  <div className="filters narrowing">
    <span className="soft small">{words.narrow}</span>
    {narrowable.map((dimension) => (
      <Select
        key={dimension}
        mode="multiple"
        allowClear
        maxTagCount="responsive"
        showSearch={false}
        aria-label={words.dimensions[dimension]}
        placeholder={words.dimensions[dimension]}
        popupMatchSelectWidth={false}
        value={filter[dimension]?.split(',') ?? []}
        options={boardValues(dimension).map((value) => ({
          value,
          label: boardValue(dimension, nameOf(value)),
        }))}
        onChange={(values: string[]) => show({ [dimension]: values.join(',') })}
      />
    ))}
  </div>
)
