import { readPackConfig } from "./analysis/pack-config";
import { PolicyPack } from "./analysis/policy-pack";
import { configureStack, type ReadyPack, readyPack } from "./analysis/ready-pack";
import { Turns } from "./analysis/turns";
import type { PreviewOptions } from "./options";
import { endModule } from "./process/node-module";
import { type PackContext, type StartedPack, servesStacksInTurn, startPolicyPack } from "./process/start-policy-pack";

type Hear = (stream: "stdout" | "stderr", line: string) => void;

/** One process of a pack, with the settings that it has taken. */
interface PackProcess {
  readonly started: StartedPack;
  readonly ready: Promise<ReadyPack>;
}

/**
 * Policy packs of many previews. A pack that states `servesStacksInTurn: true` in PulumiPolicy.yaml has one process, which
 * judges one stack after the other. Every other pack may keep something of a stack, so it gets a process for each stack.
 */
export class SharedPacks {
  private readonly processes = new Map<number, PackProcess>();
  private readonly turns = new Turns();
  /** Receives the lines of the packs: the stack whose turn it is. */
  private hear: Hear | undefined;
  /** Lines before the first turn. */
  private readonly early: Parameters<Hear>[] = [];

  constructor(private readonly options: Pick<PreviewOptions, "policyPacks" | "policyPackConfigs">) {}

  /**
   * The packs of one stack by their index; packs with a process for each stack are absent.
   *
   * @param hear - receives the lines that the packs write while they judge the stack
   */
  packsOf(context: PackContext, hear: Hear, warn: (message: string) => void): ReadonlyMap<number, Promise<PolicyPack>> {
    const shared = [...this.options.policyPacks.keys()].filter((index) =>
      servesStacksInTurn(this.options.policyPacks[index] ?? ""),
    );
    const ready = shared.map((index) => ({ index, pack: this.processOf(index).ready }));
    const turn = this.turns.next(async () => {
      this.hear = hear;
      for (const line of this.early.splice(0)) {
        hear(...line);
      }
      for (const { pack } of ready) {
        await configureStack((await pack).client, context);
      }
    });
    return new Map(
      ready.map(({ index, pack }) => [
        index,
        pack.then((settled) => {
          settled.warnings.forEach(warn);
          return new PolicyPack(settled, turn);
        }),
      ]),
    );
  }

  /** Ends every process. */
  async end(): Promise<void> {
    await Promise.all(
      [...this.processes.values()].map(async ({ started, ready }) => {
        ready.then(
          ({ client }) => client.close(),
          () => undefined,
        );
        await endModule(started.running, "SIGTERM");
      }),
    );
  }

  private processOf(index: number): PackProcess {
    const known = this.processes.get(index);
    if (known !== undefined) {
      return known;
    }
    const { policyPacks, policyPackConfigs } = this.options;
    const configFile = policyPackConfigs[index];
    const started = startPolicyPack(policyPacks[index] ?? "", undefined, (...line) => {
      if (this.hear === undefined) {
        this.early.push(line);
      } else {
        this.hear(...line);
      }
    });
    const config = configFile === undefined ? new Map() : readPackConfig(configFile);
    const ready = readyPack(started, undefined, configFile, config);
    ready.catch(() => undefined);
    const process = { started, ready };
    this.processes.set(index, process);
    // A pack that has ended is started again for the next stack.
    started.running.ended.finally(() => this.processes.delete(index)).catch(() => undefined);
    return process;
  }
}
