import { randomUUID } from "node:crypto";
import type { Writable } from "node:stream";
import { deferred } from "../base/deferred";
import type { Greeting, NextStack } from "./next-stack";
import { type Ending, endModule, type NodeModule, type RunningModule, startModule } from "./node-module";
import { STACKS_DESCRIPTOR } from "./notes";

type Hear = (stream: "stdout" | "stderr", line: string) => void;

/** The program of one stack. */
export interface RunningProgram {
  /** Settles when the stack has ended and its output has been read. */
  readonly ended: Promise<Ending>;
  /** Ends the process of the stack, unless the process has gone on to wait for another. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** A program to start, with the receivers of its output. */
interface Started {
  readonly module: NodeModule;
  readonly hear: Hear;
  readonly ended: ReturnType<typeof deferred<Ending>>;
}

/** Arguments and variables that load code before the preview does: the state of that code is nobody's to restore. */
const LOADS_CODE = /(?:^|\s)(?:-r|--(?:require|import|loader|experimental-loader))\b/;

/** Standard output, standard error and the notes: each one ends with the mark. */
const STREAMS = 3;
/** Time that a process has to end by itself. */
const GRACE_MILLISECONDS = 5000;

/** Starts a program in a process of its own. */
export function startAlone(module: NodeModule, hear: Hear): RunningProgram {
  const running = startModule(module, hear);
  return { ended: running.ended, end: (signal) => endModule(running, signal) };
}

/** Processes that run several stacks of a program, one after the other. */
export class ProgramProcesses {
  private readonly processes = new Set<ProgramProcess>();

  /** Starts a program in a process that waits, or in a new one. */
  start(module: NodeModule, hear: Hear): RunningProgram {
    if ([...module.nodeArgs, process.env.NODE_OPTIONS ?? ""].some((option) => LOADS_CODE.test(option))) {
      return startAlone(module, hear);
    }
    const started: Started = { module, hear, ended: deferred<Ending>() };
    const waiting = [...this.processes].find((one) => one.takes(module));
    if (waiting === undefined) {
      const fresh = new ProgramProcess(started);
      this.processes.add(fresh);
      const forget = () => this.processes.delete(fresh);
      fresh.running.ended.then(forget, forget);
      return fresh.program(started);
    }
    waiting.run(started);
    return waiting.program(started);
  }

  /** Ends every process. */
  async end(): Promise<void> {
    await Promise.all([...this.processes].map((one) => one.end()));
  }
}

class ProgramProcess {
  readonly running: RunningModule;
  private readonly mark = JSON.stringify({ mark: randomUUID() });
  private readonly stacks: Writable;
  private readonly kind: string;
  private current: Started | undefined;
  /** Streams that have shown the mark since the stack began. */
  private marks = 0;

  constructor(first: Started) {
    this.kind = kindOf(first.module);
    this.current = first;
    this.running = startModule(
      {
        ...first.module,
        takesStacks: true,
        onNote: (note) => this.read(JSON.stringify(note), () => this.current?.module.onNote?.(note)),
      },
      (stream, line) => {
        const end = line.endsWith(this.mark) ? line.slice(0, -this.mark.length) : line;
        if (end !== line && end !== "") {
          this.current?.hear(stream, end);
        }
        this.read(end === line ? line : this.mark, () => this.current?.hear(stream, line));
      },
    );
    this.stacks = this.running.process.stdio[STACKS_DESCRIPTOR] as Writable;
    // A process that has ended takes no further stack.
    this.stacks.on("error", () => undefined);
    this.send({ mark: this.mark } satisfies Greeting);
    const end = (settle: (started: Started) => void) => {
      const { current } = this;
      this.current = undefined;
      if (current !== undefined) {
        settle(current);
      }
    };
    this.running.ended.then(
      (ending) => end(({ ended }) => ended.resolve(ending)),
      (error: unknown) => end(({ ended }) => ended.reject(error)),
    );
  }

  /** Whether the process waits for a stack of this program. */
  takes(module: NodeModule): boolean {
    const { exitCode, signalCode } = this.running.process;
    return this.current === undefined && exitCode === null && signalCode === null && this.kind === kindOf(module);
  }

  run(started: Started): void {
    this.current = started;
    const { args, env } = started.module;
    this.send({ args, env } satisfies NextStack);
  }

  program(started: Started): RunningProgram {
    return {
      ended: started.ended.promise,
      end: async (signal) => {
        if (this.current === started) {
          await endModule(this.running, signal);
        }
      },
    };
  }

  async end(): Promise<void> {
    if (this.current === undefined) {
      // A process that waits ends by itself, and keeps its compiled code.
      this.stacks.end();
      await endsItself(this.running);
    }
    await endModule(this.running, "SIGTERM");
  }

  private send(message: object): void {
    this.stacks.write(`${JSON.stringify(message)}\n`);
  }

  private read(text: string, otherwise: () => void): void {
    if (text !== this.mark) {
      otherwise();
      return;
    }
    this.marks += 1;
    if (this.marks === STREAMS) {
      this.marks = 0;
      this.current?.ended.resolve({ code: 0, signal: null });
      this.current = undefined;
    }
  }
}

async function endsItself({ ended }: RunningModule): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise((resolve) => {
    timer = setTimeout(resolve, GRACE_MILLISECONDS);
  });
  await Promise.race([ended, grace]);
  clearTimeout(timer);
}

/** Everything that the stacks of one process have in common. */
function kindOf({ args: _, env, onNote: __, ...same }: NodeModule): string {
  return JSON.stringify([same, Object.keys(env).sort()]);
}
