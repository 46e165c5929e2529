/**
 * Test code. A double of EventStoreDB for the adapter's tests: its gRPC interface over records in memory, with
 * its rules for expected revisions and repeated ids, the positions and checkpoints that it tells, its limit of
 * an append and its pages. It can be told to go wrong. What it does not imitate: batch appends (the adapter
 * makes none) and the features call before them, persistent subscriptions, projections and links, deletion,
 * truncation and stream metadata, access rights, replication (a second one that names it as its leader has
 * nothing of its own), transactions, scavenging, and time: nothing is ever indexed late.
 */
import { once } from 'node:events'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import gossip from '@eventstore/db-client/generated/gossip_pb.js'
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type streams from '@eventstore/db-client/generated/streams_pb.js'
import {
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js'
import { cut, type Fault, type Faults, faults, type Kind } from './faults.ts'
import {
  allowedBy,
  answered,
  eventMessage,
  expectedOf,
  notLeader,
  placeAsked,
  proposedOf,
  refusal,
  revisionAsked,
  streamNotFound,
} from './messages.ts'
import { type Proposed, Records, sizeOf } from './records.ts'
import { runSubscription, type Send } from './subscription.ts'

const MAX_APPEND_SIZE = 1024 * 1024
const PAGE = 32

export interface Address {
  readonly host: string
  readonly port: number
}

export interface EventStoreDouble extends Address {
  readonly connectionString: string
  readonly records: Records
  readonly faults: Faults
  /** Calls that were begun, by kind. */
  readonly calls: Record<Kind, number>
  /** Messages that reads and subscriptions have sent. */
  sent(): number
  /** The node is a follower now, and says who leads; null: it leads. */
  follow(leader: Address | null): void
  stop(): void
}

type Appending = ServerReadableStream<streams.AppendReq, streams.AppendResp>
type Reading = ServerWritableStream<streams.ReadReq, streams.ReadResp>

/** `records`: of the cluster that it is a node of. */
export async function eventStoreDouble(records = new Records()): Promise<EventStoreDouble> {
  const host = '127.0.0.1'
  const wrong = faults()
  const calls = { append: 0, read: 0, subscribe: 0 }
  /** What ends each read that goes on. */
  const reads = new Set<AbortController>()
  let leader: Address | null = null
  let port = 0
  let sent = 0

  /** What comes before the call itself. Throws a refusal. */
  async function begin(kind: Kind, call: Appending | Reading): Promise<Fault | null> {
    calls[kind]++
    const fault = wrong.take(kind)
    if (fault && 'drop' in fault) await new Promise(() => {})
    if (fault && 'delay_ms' in fault) await sleep(fault.delay_ms)
    if (fault && 'refuse' in fault) throw fault.refuse
    if (leader && call.metadata.get('requires-leader')[0] === 'true') throw notLeader(leader)
    return fault
  }

  async function append(call: Appending): Promise<streams.AppendResp> {
    let options: streams.AppendReq.Options | null = null
    const events: Proposed[] = []
    let size = 0
    for await (const request of call as AsyncIterable<streams.AppendReq>) {
      if (request.hasOptions()) options = request.getOptions()!
      else events.push(proposedOf(request.getProposedMessage()!))
      size += request.hasOptions() ? 0 : sizeOf(events.at(-1)!)
      if (size > MAX_APPEND_SIZE) throw tooLarge()
    }
    // A connection that breaks looks like the end of the request, until one turn later.
    await nextTurn()
    if (call.cancelled) throw cut()
    const fault = await begin('append', call)
    const stream = Buffer.from(options!.getStreamIdentifier()!.getStreamName_asU8()).toString()
    const expected = expectedOf(options!)
    const written = records.append(stream, expected, events)
    if (fault && 'loseAnswer' in fault) throw cut()
    return answered(written, expected)
  }

  async function read(call: Reading): Promise<void> {
    let left = Number.POSITIVE_INFINITY
    const options = call.request.getOptions()!
    const kind = options.hasSubscription() ? 'subscribe' : 'read'
    const over = new AbortController()
    call.on('cancelled', () => over.abort())
    call.on('close', () => over.abort())
    call.on('error', () => over.abort())
    reads.add(over)
    const send: Send = async (message) => {
      if (over.signal.aborted || left-- <= 0) throw cut()
      sent++
      if (!call.write(message)) await once(call, 'drain', { signal: over.signal })
    }
    try {
      const fault = await begin(kind, call)
      if (fault && 'cutAfter' in fault) left = fault.cutAfter
      if (kind === 'subscribe') await runSubscription(records, options, send, over.signal)
      else if (options.hasStream()) await readStream(options, send)
      else await readAll(options, send)
    } finally {
      reads.delete(over)
      over.abort()
    }
  }

  async function readStream(options: streams.ReadReq.Options, send: Send): Promise<void> {
    const asked = options.getStream()!
    const name = Buffer.from(asked.getStreamIdentifier()!.getStreamName_asU8()).toString()
    const stream = records.streams.get(name)
    if (!stream) return send(streamNotFound(name))
    const count = Number(options.getCount())
    const revision = revisionAsked(asked)
    const found = isBackwards(options)
      ? stream
          .slice(0, revision + 1)
          .reverse()
          .slice(0, count)
      : stream.slice(revision, revision + count)
    for (const record of found) await send(eventMessage(record))
  }

  async function readAll(options: streams.ReadReq.Options, send: Send): Promise<void> {
    const from = placeAsked(options.getAll()!)
    const allowed = allowedBy(options)
    let left = Number(options.getCount())
    if (isBackwards(options)) {
      const before = records.all.filter((record) => !from || record.end <= from.commit)
      for (const record of before.reverse().filter(allowed).slice(0, left)) await send(eventMessage(record))
      return
    }
    for (let at = from; at; ) {
      const page = records.readForward(at, Math.min(PAGE, left), PAGE, allowed)
      for (const record of page.records) await send(eventMessage(record))
      left -= page.records.length
      at = page.endOfAll || left === 0 ? null : page.next
    }
  }

  const server = new Server()
  server.addService(StreamsService, {
    append: (call: Appending, answer: sendUnaryData<streams.AppendResp>) => {
      call.on('error', () => {})
      append(call).then(
        (response) => answer(null, response),
        (error) => answer(asRefusal(error)),
      )
    },
    read: (call: Reading) => {
      read(call).then(
        () => call.end(),
        (error) => call.emit('error', asRefusal(error)),
      )
    },
  })
  server.addService(GossipService, {
    read: (_: unknown, answer: sendUnaryData<gossip.ClusterInfo>) =>
      answer(
        null,
        members([{ host, port, leads: leader === null }, ...(leader ? [{ ...leader, leads: true }] : [])]),
      ),
  })
  port = await listen(server, host)

  return {
    host,
    port,
    connectionString: `esdb://${host}:${port}?tls=false`,
    records,
    faults: wrong,
    calls,
    sent: () => sent,
    follow: (address) => {
      leader = address
    },
    stop() {
      for (const over of reads) over.abort()
      server.forceShutdown()
    },
  }
}

const isBackwards = (options: streams.ReadReq.Options): boolean => options.getReadDirection() === 1

const listen = (server: Server, host: string): Promise<number> =>
  new Promise((resolve, reject) =>
    server.bindAsync(`${host}:0`, ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  )

const asRefusal = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number'
    ? (error as ReturnType<typeof refusal>)
    : refusal(status.UNKNOWN, String(error))

const tooLarge = () =>
  refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${MAX_APPEND_SIZE} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(MAX_APPEND_SIZE),
  })

function members(nodes: readonly (Address & { leads: boolean })[]): gossip.ClusterInfo {
  const info = new gossip.ClusterInfo()
  for (const { host, port, leads } of nodes) {
    const member = new gossip.MemberInfo().setIsAlive(true)
    member.setState(leads ? gossip.MemberInfo.VNodeState.LEADER : gossip.MemberInfo.VNodeState.FOLLOWER)
    info.addMembers(member.setHttpEndPoint(new gossip.EndPoint().setAddress(host).setPort(port)))
  }
  return info
}
