/** What runs in the cluster: who may run it, what it is given, and whether its ports, probes and volumes are there. */
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment'
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet'
import type { IJob } from 'kubernetes-models/batch/v1/Job'
import type { IContainer } from 'kubernetes-models/v1/Container'
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec'
import { environmentFaults, isServed, portOf } from './files.ts'
import type { Built } from './kustomize.ts'
import type { KubernetesObject } from './schema.ts'

export type Workload = (IDeployment | IStatefulSet | IJob) & KubernetesObject
export const workloadsOf = ({ objects }: Built): Workload[] =>
  objects.filter((o) => ['Deployment', 'StatefulSet', 'Job'].includes(o.kind)) as Workload[]
export const podOf = (workload: Workload): IPodSpec => workload.spec!.template.spec!
export const podLabels = (workload: Workload): Readonly<Record<string, string>> =>
  workload.spec!.template.metadata?.labels ?? {}
export const containersOf = (workload: Workload): IContainer[] => [
  ...(podOf(workload).initContainers ?? []),
  ...podOf(workload).containers,
]
const nameOf = (workload: Workload) => `${workload.kind} ${workload.metadata.name}`
const isOurs = (container: IContainer) => container.image === 'jiahe'

/** What Kubernetes calls `restricted`, and besides: a root folder nobody writes to, and bounds on memory. */
export const rightsFaults = (built: Built): string[] =>
  workloadsOf(built).flatMap((workload) => {
    const { securityContext: pod, automountServiceAccountToken } = podOf(workload)
    const faults: string[] = []
    if (!pod?.runAsNonRoot || !pod.runAsUser || !pod.runAsGroup) faults.push('may run as root')
    if (pod?.seccompProfile?.type !== 'RuntimeDefault') faults.push('may call what it likes')
    if (automountServiceAccountToken !== false) faults.push('has an account in the cluster')
    for (const { name, securityContext: own, resources } of containersOf(workload)) {
      if (own?.allowPrivilegeEscalation !== false || !own.capabilities?.drop?.includes('ALL'))
        faults.push(`${name} may gain rights`)
      if (!own?.readOnlyRootFilesystem) faults.push(`${name} may change its image`)
      if (!resources?.limits?.memory) faults.push(`${name} has no bound on memory`)
      if (!resources?.requests?.memory || !resources.requests.cpu)
        faults.push(`${name} does not say what it needs`)
    }
    return faults.map((fault) => `${nameOf(workload)} ${fault}`)
  })

/** What the containers refer to: maps, secrets and their keys, volumes. `outside` names secrets that a site brings. */
export function referenceFaults(built: Built, outside: readonly string[]): string[] {
  const isSecret = (name?: string) => name! in built.secrets || outside.includes(name!)
  return workloadsOf(built).flatMap((workload) => {
    const { volumes = [] } = podOf(workload)
    const claims = 'serviceName' in workload.spec! ? (workload.spec.volumeClaimTemplates ?? []) : []
    const faults: (string | undefined | false)[] = volumes.flatMap(({ configMap, secret }) => [
      configMap && !(configMap.name! in built.configMaps) && `map ${configMap.name}`,
      secret && !isSecret(secret.secretName) && `secret ${secret.secretName}`,
    ])
    const mountable = [...volumes.map((v) => v.name), ...claims.map((claim) => claim.metadata?.name)]
    for (const { env = [], envFrom = [], volumeMounts = [] } of containersOf(workload)) {
      for (const { configMapRef, secretRef } of envFrom)
        faults.push(
          configMapRef && !(configMapRef.name! in built.configMaps) && `map ${configMapRef.name}`,
          secretRef && !isSecret(secretRef.name) && `secret ${secretRef.name}`,
        )
      for (const key of env.map(({ valueFrom }) => valueFrom?.secretKeyRef).filter(Boolean))
        faults.push(!(key!.key in (built.secrets[key!.name!] ?? {})) && `key ${key!.name}/${key!.key}`)
      for (const { name } of volumeMounts) faults.push(!mountable.includes(name) && `volume ${name}`)
    }
    const used = containersOf(workload).flatMap(({ volumeMounts = [] }) => volumeMounts.map((m) => m.name))
    const idle = mountable.filter((name) => !used.includes(name!)).map((name) => `use for volume ${name}`)
    return [...faults, ...idle].filter(Boolean).map((fault) => `${nameOf(workload)}: no ${fault}`)
  })
}

/** A container's environment as far as the files tell it; what comes from a secret is `secret`. */
function environmentOf({ env = [], envFrom = [] }: IContainer, built: Built): Record<string, string> {
  const given: Record<string, string> = {}
  for (const { configMapRef, secretRef } of envFrom) {
    Object.assign(given, built.configMaps[configMapRef?.name ?? ''])
    for (const key of Object.keys(built.secrets[secretRef?.name ?? ''] ?? {})) given[key] = 'secret'
  }
  for (const { name, value } of env) given[name] = value ?? 'secret'
  return given
}

/** Our own programs: each exists, has its settings, listens where the container says, and is probed there. */
export const programFaults = (built: Built): string[] =>
  workloadsOf(built).flatMap((workload) =>
    containersOf(workload)
      .filter(isOurs)
      .flatMap((container) => {
        const program = container.args?.[0] ?? ''
        const environment = environmentOf(container, built)
        const faults = environmentFaults(program, environment)
        if (faults.length === 0 && container.ports?.[0]) {
          const port = portOf(program, environment)
          const said = container.ports[0].containerPort
          if (port !== said) faults.push(`${program} listens on ${port} and not on ${said}`)
        }
        return faults.map((fault) => `${nameOf(workload)}: ${fault}`)
      }),
  )

/** Whatever stays up is probed in all three ways, on ports that it has and paths that are served. */
export const probeFaults = (built: Built): string[] =>
  workloadsOf(built)
    .filter(({ kind }) => kind !== 'Job')
    .flatMap((workload) =>
      podOf(workload).containers.flatMap((container) =>
        (['startupProbe', 'livenessProbe', 'readinessProbe'] as const).flatMap((kind) => {
          const probe = container[kind]
          const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port
          const path = probe?.httpGet?.path
          const faults: string[] = []
          if (!probe) faults.push('is missing')
          if (port !== undefined && !container.ports?.some((p) => p.name === port))
            faults.push(`asks ${port}`)
          if (path && isOurs(container) && !isServed(path)) faults.push(`asks for ${path}`)
          return faults.map((fault) => `${nameOf(workload)}: ${kind} ${fault}`)
        }),
      ),
    )
