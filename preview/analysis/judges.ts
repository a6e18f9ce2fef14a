import type { Resource } from "../engine/resource";
import type { PolicyPack } from "./policy-pack";

/** All policy packs of a preview together. */
export class Judges {
  private readonly pending: Promise<void>[] = [];

  /** @param packs - settles when all packs are ready, or one of them is not */
  constructor(private readonly packs: Promise<readonly PolicyPack[]>) {}

  /** Judges one resource; settles when its inputs are final, which is before the judgement. */
  async inspect(resource: Resource, provider: Resource | undefined): Promise<void> {
    const packs = await this.packs;
    for (const pack of packs.filter(({ remediates }) => remediates)) {
      resource.inputs = await pack.remediate(resource, provider);
    }
    const judgement = Promise.all(packs.map((pack) => pack.analyze(resource, provider)));
    const done = judgement.then(() => undefined);
    // Whoever awaits the judgements hears of a failure; until then it is not unhandled.
    done.catch(() => undefined);
    this.pending.push(done);
  }

  /** Settles when every judgement is in. */
  async settled(): Promise<void> {
    await Promise.all(this.pending);
  }

  /** Judges the stack as a whole. */
  async inspectStack(
    resources: readonly Resource[],
    providerOf: (resource: Resource) => Resource | undefined,
  ): Promise<void> {
    const packs = await this.packs;
    await Promise.all(packs.map((pack) => pack.analyzeStack(resources, providerOf)));
  }
}
