import type { Duplex } from "node:stream";

// Messages on a pipe. A message is its length, the number of its call, a mark, and bytes.

const LENGTH_BYTES = 4;
const HEAD_BYTES = 9;

/** A message on a pipe. */
export interface Frame {
  /** Number of the call. */
  readonly call: number;
  /** Length of the method's name in a request; status in an answer. */
  readonly mark: number;
  readonly bytes: Buffer;
}

/** Writes a message. */
export function writeFrame(pipe: Duplex, call: number, mark: number, ...parts: readonly Uint8Array[]): void {
  const length = parts.reduce((sum, part) => sum + part.length, HEAD_BYTES);
  const frame = Buffer.allocUnsafe(length);
  frame.writeUInt32LE(length, 0);
  frame.writeUInt32LE(call, LENGTH_BYTES);
  frame.writeUInt8(mark, HEAD_BYTES - 1);
  let end = HEAD_BYTES;
  for (const part of parts) {
    frame.set(part, end);
    end += part.length;
  }
  pipe.write(frame);
}

/** Reads messages until the pipe ends. Bytes that are no message, which a program may write, end the pipe. */
export function readFrames(pipe: Duplex, onFrame: (frame: Frame) => void): void {
  let chunks: Buffer[] = [];
  let length = 0;
  pipe.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length < LENGTH_BYTES || (chunks.length > 1 && length < nextLength(chunks))) {
      return;
    }
    let rest = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    while (rest.length >= LENGTH_BYTES && rest.length >= rest.readUInt32LE(0)) {
      const end = rest.readUInt32LE(0);
      if (end < HEAD_BYTES) {
        pipe.destroy();
        return;
      }
      onFrame({
        call: rest.readUInt32LE(LENGTH_BYTES),
        mark: rest.readUInt8(HEAD_BYTES - 1),
        bytes: rest.subarray(HEAD_BYTES, end),
      });
      rest = rest.subarray(end);
    }
    chunks = rest.length === 0 ? [] : [rest];
    length = rest.length;
  });
}

/** The length of the first message, or all that has come where the length itself is cut. */
function nextLength([first = Buffer.alloc(0), ...others]: readonly Buffer[]): number {
  return (first.length >= LENGTH_BYTES ? first : Buffer.concat([first, ...others])).readUInt32LE(0);
}
