import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { type Frame, readFrames, writeFrame } from "../../../../cli/preview/base/frames";

/** The bytes of messages. */
function bytesOf(frames: readonly Frame[]): Buffer {
  const pipe = new PassThrough();
  for (const { call, mark, bytes } of frames) {
    writeFrame(pipe, call, mark, bytes.subarray(0, 1), bytes.subarray(1));
  }
  return pipe.read() as Buffer;
}

/** The messages that a reader finds in bytes that come in parts of a size. */
function readIn(size: number, bytes: Buffer): readonly Frame[] {
  const pipe = new PassThrough();
  const frames: Frame[] = [];
  readFrames(pipe, (frame) => frames.push(frame));
  for (let start = 0; start < bytes.length; start += size) {
    pipe.emit("data", bytes.subarray(start, start + size));
  }
  return frames;
}

describe("messages on a pipe", () => {
  const frames = [
    { call: 1, mark: 30, bytes: Buffer.from("a request") },
    { call: 2 ** 32 - 1, mark: 0, bytes: Buffer.alloc(0) },
    { call: 3, mark: 255, bytes: Buffer.alloc(300, "long ") },
  ];

  it("are read as they were written, however the pipe cuts them", () => {
    const bytes = bytesOf(frames);
    assert.equal(bytes.length, 3 * 9 + 9 + 300);
    for (const size of [1, 2, 3, 5, 9, 13, 100, bytes.length]) {
      assert.deepEqual(readIn(size, bytes), frames, `parts of ${size} bytes`);
    }
  });

  it("are complete: a cut message is none", () => {
    const bytes = bytesOf(frames);
    assert.deepEqual(readIn(50, bytes.subarray(0, -1)), frames.slice(0, 2));
  });

  for (const [what, bytes] of [
    ["a length of nothing", Buffer.alloc(4)],
    ["a length below that of the head", Buffer.from([8, 0, 0, 0, 1, 0, 0, 0])],
  ] as const) {
    it(`end the pipe with ${what}`, () => {
      const pipe = new PassThrough();
      const read: Frame[] = [];
      readFrames(pipe, (frame) => read.push(frame));
      pipe.emit("data", Buffer.concat([bytesOf(frames.slice(0, 1)), bytes]));
      assert.deepEqual([read, pipe.destroyed], [frames.slice(0, 1), true]);
    });
  }
});
