/** What is done with a stream of the edge (server-sent events). */
export interface EventStream {
  /** The data of each event, by its name. */
  readonly on: Readonly<Record<string, (data: unknown) => void>>;
  /** Events after which the stream ends and is not opened again, whatever they carry. */
  readonly ends?: Readonly<Record<string, () => void>>;
  /** Before each attempt. */
  readonly onOpening?: () => void;
  readonly onOpen?: () => void;
  /** The connection is gone; it is tried again after `retryAfterMs`. */
  readonly onLost: () => void;
  readonly retryAfterMs: number;
}

/** Opens a stream and keeps it open until an event ends it. Answers the function that closes it. */
export function openEventStream(path: string, stream: EventStream): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = () => {
    stream.onOpening?.();
    source = new EventSource(path);
    source.onopen = () => stream.onOpen?.();
    for (const [name, take] of Object.entries(stream.on))
      source.addEventListener(name, (event: MessageEvent<unknown>) => take(event.data));
    for (const [name, end] of Object.entries(stream.ends ?? {}))
      source.addEventListener(name, () => {
        close();
        end();
      });
    source.onerror = () => {
      // The browser's own retry is too quick for an edge that has just been switched off.
      close();
      stream.onLost();
      timer = setTimeout(open, stream.retryAfterMs);
    };
  };
  open();
  return close;
}
