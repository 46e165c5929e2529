import { dirname } from 'node:path'
import { readSettings } from '@jiahe/service-kit/settings.ts'
import { PARTITIONS } from '@jiahe/service-kit/workTable.ts'
import { validate } from 'dockerfile-utils'
import t from 'tap'
import { budgetFaults, portFaults, scalerFaults, scalerOf, selectorFaults } from './infra/cluster.ts'
import {
  composeSchemaFaults,
  healthFaults,
  nameFaults,
  readCompose,
  serviceFaults,
  waitFaults,
} from './infra/compose.ts'
import { documents, filesUnder, text } from './infra/files.ts'
import { copyFaults, passedFaults, programsLeftOut, runFaults, yamlFiles } from './infra/image.ts'
import { type Built, build, kustomizationFaults, strayFaults } from './infra/kustomize.ts'
import { metricsIn, metricsOfServices, queries } from './infra/metrics.ts'
import { type KubernetesObject, schemaFaults } from './infra/schema.ts'
import {
  containersOf,
  probeFaults,
  programFaults,
  referenceFaults,
  rightsFaults,
  workloadsOf,
} from './infra/workloads.ts'

const overlay = 'infra/kubernetes/overlays/production'
const production = build(overlay)
const example = documents(`${overlay}/external-secrets.example.yaml`) as (KubernetesObject & {
  spec: { target: { name: string } }
})[]
const brought = example.map(({ spec }) => spec.target.name)
const dockerfile = text('Dockerfile')

/** The cluster with some text of it replaced: what a slip of the pen would make of it. */
const slip = (pattern: string | RegExp, by: string): Built => {
  const before = JSON.stringify(production)
  const after = before.replace(pattern, by)
  if (after === before) throw new Error(`nothing to replace: ${pattern}`)
  return JSON.parse(after)
}

t.test('every YAML file parses', async (t) => {
  const files = yamlFiles()
  t.ok(files.length > 15)
  for (const file of files) t.ok(documents(file).every(Boolean), file)
})

t.test('every object is what Kubernetes takes under its version and kind', async (t) => {
  const namespaces = production.objects.filter(({ kind }) => kind === 'Namespace')
  t.strictSame(schemaFaults(production.objects), [])
  t.equal(namespaces.length, 1)
  const misspelt = slip('"maxSurge"', '"maxSurges"').objects.filter(({ kind }) => kind === 'Deployment')
  t.match(schemaFaults(misspelt), [/^Deployment \w+: .*maxSurges/])
})

t.test('every resource of a kustomization is there, and every file is in one', async (t) => {
  t.strictSame(kustomizationFaults(overlay), [])
  t.strictSame(strayFaults(overlay), [])
  const folders = filesUnder('infra').filter((path) => path.endsWith('/kustomization.yaml'))
  for (const path of folders) t.strictSame(kustomizationFaults(dirname(path)), [], path)
})

t.test('selectors find the pods they are for, and ports are listened on', async (t) => {
  t.strictSame(selectorFaults(production), [])
  t.strictSame(portFaults(production), [])
  const lost = slip(
    '"matchLabels":{"app.kubernetes.io/name":"policies"}',
    '"matchLabels":{"app.kubernetes.io/name":"policy"}',
  )
  t.strictSame(selectorFaults(lost), ['Deployment policies selects []'])
  t.not(portFaults(slip('"port":5432}]', '"port":5433}]')).length, 0)
  t.not(portFaults(slip('"policies","projector","migrate"', '"policies","projectors","migrate"')).length, 0)
})

t.test('maps, secrets, their keys and volumes are there, and used', async (t) => {
  t.strictSame(referenceFaults(production, brought), [])
  t.ok(referenceFaults(production, []).includes('StatefulSet kurrentdb: no secret kurrentdb-tls'))
  t.strictSame(referenceFaults(slip('"key":"DATABASE_URL"', '"key":"DATABASE"'), brought), [
    'Job migrate: no key jiahe-owner/DATABASE',
  ])
  for (const name of Object.keys(production.secrets)) t.ok(brought.includes(name), `${name} in the example`)
})

t.test('nobody runs as root, or without bounds', async (t) => {
  t.strictSame(rightsFaults(production), [])
  t.equal(rightsFaults(slip('"runAsNonRoot":true', '"runAsNonRoot":false')).length, 1)
  t.equal(rightsFaults(slip('"limits":{"memory":"256Mi"}', '"limits":{}')).length, 1)
})

t.test('each program has the settings it needs and no others, and is asked where it answers', async (t) => {
  t.strictSame(programFaults(production), [])
  t.strictSame(probeFaults(production), [])
  const programs = workloadsOf(production).flatMap((w) => containersOf(w).map(({ args }) => args?.[0]))
  for (const name of ['intake', 'console', 'policies', 'projector'])
    t.ok(programs.includes(`services/${name}/main.ts`), name)
  t.match(programFaults(slip('"CITY"', '"TOWN"')), [/TOWN is no setting/])
  t.match(programFaults(slip('"containerPort":8081', '"containerPort":8080')), [/listens on 8081/])
  t.equal(probeFaults(slip('/health/ready', '/health/well')).length, 1)
})

t.test('no program starts with the placeholders of the secrets', async (t) => {
  const { EVENT_STORE_URL, ...secrets } = production.secrets['jiahe-secrets']!
  t.throws(() => readSettings({ EVENT_STORE_URL }), /EVENT_STORE_URL is wrong/)
  for (const [name, value] of Object.entries(secrets))
    t.throws(() => readSettings({ [name]: value }), new RegExp(`${name} is wrong`))
})

t.test('what runs more than once has a budget; intake and projector are scaled', async (t) => {
  t.strictSame(budgetFaults(production), [])
  t.strictSame(scalerFaults(production), [])
  t.ok(scalerOf(production, 'intake'))
  t.equal(scalerOf(production, 'projector')?.spec?.maxReplicas, PARTITIONS, 'more would find nothing to do')
  t.match(budgetFaults(slip('"maxUnavailable":1,"sel', '"sel')), [/^kurrentdb runs 3 times/])
})

t.test('the Compose file is one, and what it names is there', async (t) => {
  const compose = readCompose()
  t.strictSame(composeSchemaFaults(compose), [])
  t.not(composeSchemaFaults({ services: JSON.parse('{"intake":{"imagine":"jiahe"}}') }).length, 0)
  t.strictSame(nameFaults(compose), [])
  t.strictSame(waitFaults(compose), [])
  t.strictSame(healthFaults(compose), [])
  t.strictSame(serviceFaults(compose), [])
  const services = compose.services!
  services.intake!.environment = { TOWN: '3204' }
  t.match(serviceFaults(compose), [/TOWN is no setting/, /DATABASE_URL is missing/, /MASTER_KEY is missing/])
  services.console!.networks = ['outsides']
  t.strictSame(nameFaults(compose), ['console: no network outsides'])
})

t.test('Compose and the cluster run the same versions', async (t) => {
  const compose = Object.values(readCompose().services!).map(({ image }) => image)
  for (const { image } of workloadsOf(production).flatMap((w) => containersOf(w)))
    if (image !== 'jiahe') t.ok(compose.includes(image), `${image}`)
})

t.test('the image is built in stages of what is there, and nobody runs it as root', async (t) => {
  t.strictSame(validate(dockerfile), [])
  t.strictSame(copyFaults(dockerfile), [])
  t.strictSame(passedFaults(), [])
  t.strictSame(runFaults(dockerfile), [])
  const programs = workloadsOf(production)
    .flatMap((w) => containersOf(w))
    .filter(({ image }) => image === 'jiahe')
    .map(({ args }) => args![0]!)
  t.strictSame(programsLeftOut([...new Set([...programs, 'scripts/secretFiles.ts'])]), [])
  t.strictSame(runFaults(dockerfile.replace(/^USER .*/m, 'USER root')), ['may run as root'])
  t.strictSame(copyFaults(dockerfile.replace('COPY scripts', 'COPY script')), [
    'script is not there to be copied',
  ])
})

t.test('the image has the Node.js and the pnpm that package.json names', async (t) => {
  const { config, engines } = JSON.parse(text('package.json'))
  t.equal(/^ARG PNPM=(.+)$/m.exec(dockerfile)?.[1], config.pnpm)
  t.equal(engines.node, `>=${/^ARG NODE=(.+)$/m.exec(dockerfile)?.[1]}`)
})

t.test('dashboard and alarms ask for figures that the services have', async (t) => {
  const there = await metricsOfServices()
  for (const query of queries()) {
    t.not(metricsIn(query).length, 0, query)
    for (const name of metricsIn(query)) t.ok(there.has(name), name)
  }
  t.notOk(there.has('policy_lag_milliseconds'))
})
