import { type LiveFeed, type LiveNews } from '../use-cases/index.ts';
import { type EventSink } from './route.ts';

/** A reader that is further behind gets everything anew once it has read what it was sent. */
const MOST_WAITING_BYTES = 1024 * 1024;

/** One text for all who read: made once, kept as long as the news is. */
const frames = new WeakMap<LiveNews, Uint8Array>();

/** Sends what happens to one reader, from where it was before if that is still known. */
export function streamFeed(feed: LiveFeed, lastEventId: string | null, sink: EventSink): void {
  let isBehind = false;
  const send = (kind: 'centre' | 'change', news: LiveNews): void => {
    sink.write(frameOf(kind, news));
  };
  const missed = lastEventId === null ? null : feed.newsSince(lastEventId);
  if (missed === null) send('centre', feed.whole());
  else for (const news of missed) send('change', news);
  const unsubscribe = feed.subscribe(
    (news) => {
      if (isBehind) return;
      if (sink.waiting() < MOST_WAITING_BYTES) {
        send('change', news);
        return;
      }
      isBehind = true;
      sink.onRead(() => {
        isBehind = false;
        send('centre', feed.whole());
      });
    },
    () => {
      sink.end();
    },
  );
  sink.onGone(unsubscribe);
}

function frameOf(kind: 'centre' | 'change', news: LiveNews): Uint8Array {
  let frame = frames.get(news);
  if (frame === undefined) {
    frame = Buffer.from(`id: ${news.id}\nevent: ${kind}\ndata: ${news.text}\n\n`);
    frames.set(news, frame);
  }
  return frame;
}
