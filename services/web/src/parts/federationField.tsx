/** Which federation below one's own: of the city its districts and townships, of a district its townships. */
import { useRegions } from '../api/regions.ts'
import { type Picked, PickField } from './pickField.tsx'

interface FederationFieldProps extends Picked<string> {
  readonly under: string
  readonly except?: string
  /** Its own federation can be chosen, too. */
  readonly own?: boolean
}
export function FederationField({ under, except, own = false, ...field }: FederationFieldProps) {
  const regions = useRegions()
  const option = (code: string) => ({
    value: code,
    label: code.length === 9 ? regions.fullFederation(code) : regions.federation(code),
    disabled: code === except,
  })
  const districts = under.length === 4 ? regions.children(under) : [under]
  const options = districts.flatMap((d) => [option(d), ...regions.children(d).map(option)])
  const first = own && under.length === 4 ? [option(under)] : []
  return <PickField {...field} options={[...first, ...options]} />
}
