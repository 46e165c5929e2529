/** What stands around the workloads: selectors that find them, budgets, autoscalers, services, who may talk to whom. */
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler'
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget'
import type { IService } from 'kubernetes-models/v1/Service'
import type { Built } from './kustomize.ts'
import type { KubernetesObject } from './schema.ts'
import { containersOf, podLabels, type Workload, workloadsOf } from './workloads.ts'

interface Selector {
  readonly matchLabels?: { readonly [key: string]: string }
  readonly matchExpressions?: readonly {
    readonly key: string
    readonly operator: string
    readonly values?: readonly string[]
  }[]
}
const all = <T>({ objects }: Built, kind: string) =>
  objects.filter((object) => object.kind === kind) as (T & KubernetesObject)[]

/** Only `In` is used; another operator finds nobody, and so is found. */
const selects = ({ matchLabels = {}, matchExpressions = [] }: Selector, workload: Workload): boolean =>
  Object.entries(matchLabels).every(([key, value]) => podLabels(workload)[key] === value) &&
  matchExpressions.every(
    ({ key, operator, values }) => operator === 'In' && values?.includes(podLabels(workload)[key] ?? ''),
  )

/** A workload's own selector finds it and no other; so do budgets and services; names are there once. */
export function selectorFaults(built: Built): string[] {
  const workloads = workloadsOf(built)
  const names = built.objects.map((o) => `${o.kind} ${o.metadata.name}`)
  const selecting: [string, Selector | undefined][] = [
    ...workloads
      .filter(({ kind }) => kind !== 'Job')
      .map((w): [string, Selector] => [`${w.kind} ${w.metadata.name}`, w.spec!.selector as Selector]),
    ...all<IPodDisruptionBudget>(built, 'PodDisruptionBudget').map((b): [string, Selector] => [
      `PodDisruptionBudget ${b.metadata.name}`,
      b.spec!.selector as Selector,
    ]),
    ...all<IService>(built, 'Service').map((s): [string, Selector] => [
      `Service ${s.metadata.name}`,
      { matchLabels: s.spec?.selector ?? {} },
    ]),
  ]
  return [
    ...names.filter((name, i) => names.indexOf(name) !== i).map((name) => `${name} is there twice`),
    ...selecting.flatMap(([name, selector]) => {
      const found = workloads.filter((w) => selector && selects(selector, w)).map((w) => w.metadata.name)
      return found.length === 1 && name.endsWith(` ${found[0]}`) ? [] : [`${name} selects [${found}]`]
    }),
  ]
}

export const scalerOf = (
  built: Built,
  name: string,
): (IHorizontalPodAutoscaler & KubernetesObject) | undefined =>
  all<IHorizontalPodAutoscaler>(built, 'HorizontalPodAutoscaler').find(
    ({ spec }) => spec?.scaleTargetRef.name === name && spec.scaleTargetRef.kind === 'Deployment',
  )

/** Where several run, a machine may be emptied without ending all of them, and without waiting for ever. */
export const budgetFaults = (built: Built): string[] =>
  workloadsOf(built).flatMap((workload) => {
    if (workload.kind === 'Job') return []
    const { name } = workload.metadata
    const least =
      scalerOf(built, name)?.spec?.minReplicas ??
      (workload as { spec: { replicas?: number } }).spec.replicas ??
      1
    const budget = all<IPodDisruptionBudget>(built, 'PodDisruptionBudget').find(
      (b) => b.metadata.name === name,
    )
    if (least < 2)
      return budget ? [`${name} runs once and has a budget: its machine could not be emptied`] : []
    const { minAvailable = 0, maxUnavailable = 0 } = budget?.spec ?? {}
    const fits = Number(maxUnavailable) > 0 || (Number(minAvailable) > 0 && Number(minAvailable) < least)
    return fits ? [] : [`${name} runs ${least} times and has no budget that fits`]
  })

/** An autoscaler's deployment is there, leaves the number to it, and says what a share of its CPU is a share of. */
export const scalerFaults = (built: Built): string[] =>
  all<IHorizontalPodAutoscaler>(built, 'HorizontalPodAutoscaler').flatMap(({ metadata: { name }, spec }) => {
    const target = workloadsOf(built).find(
      (w) => w.kind === spec?.scaleTargetRef.kind && w.metadata.name === spec.scaleTargetRef.name,
    )
    if (!target) return [`autoscaler ${name} has nothing to scale`]
    const faults: string[] = []
    if ('replicas' in target.spec!) faults.push('and the deployment both say how many')
    if ((spec!.minReplicas ?? 1) > spec!.maxReplicas) faults.push('wants more than it may')
    return faults.map((fault) => `autoscaler ${name} ${fault}`)
  })

/** Ports that a service passes on to, and those that network policies open, are ports of those they are for. */
export function portFaults(built: Built): string[] {
  const portsOf = (workload: Workload) =>
    containersOf(workload).flatMap(({ ports = [] }) => ports.flatMap((p) => [p.name, p.containerPort]))
  const workloads = workloadsOf(built)
  const services = all<IService>(built, 'Service').flatMap(({ metadata: { name }, spec }) => {
    const selected = workloads.filter((w) => selects({ matchLabels: spec?.selector ?? {} }, w))
    return (spec?.ports ?? [])
      .map(({ port, targetPort = port }) => targetPort)
      .filter((port) => !selected.every((w) => portsOf(w).includes(port)))
      .map((port) => `Service ${name}: nobody listens on ${port}`)
  })
  const policies = all<INetworkPolicy>(built, 'NetworkPolicy').flatMap(({ metadata: { name }, spec }) => {
    const targets = workloads.filter((w) => selects(spec!.podSelector as Selector, w))
    const peers = [
      ...(spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports, listeners: targets })),
      ...(spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports, listeners: undefined })),
    ]
    const faults = peers.flatMap(({ peers, ports = [], listeners }) => {
      const pods = (peers ?? []).flatMap(({ podSelector }) => (podSelector ? [podSelector as Selector] : []))
      const reached = listeners ?? workloads.filter((w) => pods.some((pod) => selects(pod, w)))
      return [
        ...named(pods).filter((pod) => !workloads.some((w) => podLabels(w)[label] === pod)),
        ...ports.map(({ port }) => port).filter((port) => !reached.every((w) => portsOf(w).includes(port))),
      ].map((what) => `NetworkPolicy ${name}: ${what} is nobody’s`)
    })
    const own = named([spec!.podSelector as Selector]).filter(
      (pod) => !workloads.some((w) => podLabels(w)[label] === pod),
    )
    return [...faults, ...own.map((pod) => `NetworkPolicy ${name}: ${pod} is nobody’s`)]
  })
  return [...services, ...policies]
}

const label = 'app.kubernetes.io/name'
/** Every name in the selectors: one that is misspelt would only make the rest of them do. */
const named = (selectors: readonly Selector[]): string[] =>
  selectors.flatMap(({ matchLabels = {}, matchExpressions = [] }) => [
    ...(matchLabels[label] ? [matchLabels[label]] : []),
    ...matchExpressions.flatMap(({ values = [] }) => values),
  ])
