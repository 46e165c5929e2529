/** Test code. Between the double's records and the messages of EventStoreDB's gRPC interface. */
import shared from '@eventstore/db-client/generated/shared_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import { Metadata, status } from '@grpc/grpc-js'
import type { Place } from '../position.ts'
import type { Expected, Proposed, RecordAt, Written } from './records.ts'

const { AppendResp, ReadResp } = streams
const MAX_ULONG = '18446744073709551615'

export function refusal(code: status, details: string, trailers: Record<string, string> = {}) {
  const metadata = new Metadata()
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value)
  return { code, details, metadata }
}
export type Refusal = ReturnType<typeof refusal>

export const notLeader = ({ host, port }: { host: string; port: number }): Refusal =>
  refusal(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  })

export function expectedOf(options: streams.AppendReq.Options): Expected {
  if (options.hasRevision()) return Number(options.getRevision())
  if (options.hasNoStream()) return 'no_stream'
  return options.hasStreamExists() ? 'stream_exists' : 'any'
}

export function proposedOf(message: streams.AppendReq.ProposedMessage): Proposed {
  const about = message.getMetadataMap()
  return {
    id: message.getId()!.getString(),
    type: about.get('type')!,
    contentType: about.get('content-type')!,
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  }
}

export function answered(written: Written, expected: Expected): streams.AppendResp {
  const answer = new AppendResp()
  if ('wrong' in written) return answer.setWrongExpectedVersion(wrong(written.current, expected))
  const success = new AppendResp.Success()
  success.setCurrentRevision(String(written.revision))
  const position = new AppendResp.Position()
  position.setCommitPosition(String(written.position)).setPreparePosition(String(written.position))
  return answer.setSuccess(success.setPosition(position))
}

function wrong(current: number, expected: Expected) {
  const answer = new AppendResp.WrongExpectedVersion()
  if (current < 0) answer.setCurrentNoStream(new shared.Empty())
  else answer.setCurrentRevision(String(current))
  if (expected === 'no_stream') return answer.setExpectedNoStream(new shared.Empty())
  if (expected === 'any') return answer.setExpectedAny(new shared.Empty())
  if (expected === 'stream_exists') return answer.setExpectedStreamExists(new shared.Empty())
  return answer.setExpectedRevision(String(expected))
}

export function eventMessage(record: RecordAt): streams.ReadResp {
  const recorded = new ReadResp.ReadEvent.RecordedEvent()
  recorded.setId(new shared.UUID().setString(record.id))
  recorded.setStreamIdentifier(identifier(record.stream))
  recorded.setStreamRevision(String(record.revision))
  recorded.setCommitPosition(String(record.at)).setPreparePosition(String(record.at))
  recorded.setData(record.data).setCustomMetadata(record.metadata)
  const about = recorded.getMetadataMap()
  about.set('type', record.type)
  about.set('content-type', record.contentType)
  about.set('created', String(record.createdAt.getTime() * 10_000))
  const event = new ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(record.at))
  return new ReadResp().setEvent(event)
}

export const confirmation = (id: string) =>
  new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(id))

export const caughtUp = () => new ReadResp().setCaughtUp(new ReadResp.CaughtUp())

export const checkpoint = ({ commit, prepare }: Place) =>
  new ReadResp().setCheckpoint(
    new ReadResp.Checkpoint().setCommitPosition(String(commit)).setPreparePosition(String(prepare)),
  )

export const streamNotFound = (stream: string) =>
  new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(identifier(stream)))

/** Where a read of `$all` begins; null at the end. */
export function placeAsked(all: streams.ReadReq.Options.AllOptions): Place | null {
  if (all.hasEnd()) return null
  const position = all.getPosition()
  if (!position) return { commit: 0n, prepare: 0n }
  return {
    commit: BigInt(position.getCommitPosition()),
    prepare: BigInt(position.getPreparePosition()),
  }
}

/** From where a stream is read: a revision, or its end. */
export function revisionAsked(stream: streams.ReadReq.Options.StreamOptions): number {
  if (stream.hasEnd() || stream.getRevision() === MAX_ULONG) return Number.MAX_SAFE_INTEGER
  return stream.hasRevision() ? Number(stream.getRevision()) : 0
}

export function allowedBy(options: streams.ReadReq.Options): (record: RecordAt) => boolean {
  const filter = options.getFilter()
  if (!filter) return () => true
  const ofStream = filter.getStreamIdentifier()
  const expression = ofStream ?? filter.getEventType()!
  const textOf = ({ stream, type }: RecordAt) => (ofStream ? stream : type)
  const regex = expression.getRegex()
  if (regex === '') {
    const prefixes = expression.getPrefixList()
    return (record) => prefixes.some((prefix) => textOf(record).startsWith(prefix))
  }
  const pattern = new RegExp(regex)
  return (record) => pattern.test(textOf(record))
}

const identifier = (stream: string) =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64'))
