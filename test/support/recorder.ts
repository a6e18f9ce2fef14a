import * as pulumi from "@pulumi/pulumi";

/** A resource that a component registered: what reached the engine, and what its maker asked for beside. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly parent: string | undefined;
  /** The names of the resources it was told to wait for. */
  readonly dependsOn: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

/** What stands in recorded inputs for a value that is unknown. */
export const unknown = "<unknown>";

/**
 * Builds components against an engine that records. In a preview AWS has chosen nothing yet, so only inputs are known;
 * otherwise every resource has an ARN and ids made of its name.
 *
 * @param build - Makes components with the options it is given: by these the recorder sees the options of all children.
 * @param said - Where to keep what the components tell their user, which the SDK prints where no engine listens.
 */
export async function record(
  { preview }: { preview: boolean },
  build: (opts: pulumi.ComponentResourceOptions) => void,
  said: string[] = [],
): Promise<Recorded[]> {
  const registered: Pick<Recorded, "type" | "name" | "inputs">[] = [];
  const asked = new Map<string, pulumi.CustomResourceOptions>();
  const names = new Map<unknown, string>();
  const engine: pulumi.runtime.Mocks = {
    newResource({ type, name, inputs }) {
      registered.push({ type, name, inputs: readable(inputs) });
      return preview ? { id: undefined, state: inputs } : { id: `${name}-id`, state: { ...chosen(name), ...inputs } };
    },
    call({ token }) {
      throw new Error(`${token} is called, and nothing here needs to ask AWS`);
    },
  };
  await pulumi.runtime.setMocks(engine, "aws-pipelines", "test", preview);
  const transformations: pulumi.ResourceTransformation[] = [
    ({ resource, type, name, opts }) => {
      asked.set(`${type} ${name}`, opts);
      names.set(resource, name);
      return undefined;
    },
  ];
  const { log } = console;
  console.log = (message: string) => said.push(message.replace(/^info: \[runtime\] /, ""));
  try {
    build({ transformations });
  } finally {
    console.log = log;
  }
  await pulumi.runtime.disconnect();
  return Promise.all(
    registered.map(async (resource) => {
      const { parent, dependsOn, protect, retainOnDelete } = asked.get(`${resource.type} ${resource.name}`) ?? {};
      return {
        ...resource,
        parent: parent && names.get(parent),
        dependsOn: (await resources(dependsOn)).map((one) => names.get(one) ?? "somebody unknown").sort(),
        protect: protect === true,
        retainOnDelete: retainOnDelete === true,
      };
    }),
  );
}

/** The one resource of that type and name. */
export function only(recorded: readonly Recorded[], type: string, name: string): Recorded {
  const [found, ...others] = recorded.filter((resource) => resource.type === type && resource.name === name);
  if (found === undefined || others.length > 0) {
    throw new Error(`${others.length + (found ? 1 : 0)} resources are a ${type} called ${name}`);
  }
  return found;
}

/** How many resources there are of each type of AWS. */
export function counts(recorded: readonly Recorded[]): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const { type } of recorded.filter((resource) => resource.type.startsWith("aws:"))) {
    counted[type] = (counted[type] ?? 0) + 1;
  }
  return counted;
}

/** The value of an output, once it is there. */
export function resolved<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => {
    pulumi.output(output).apply(resolve);
  });
}

function chosen(name: string) {
  return { arn: `arn:aws:made:::${name}`, keyId: `${name}-key-id`, repositoryUrl: `registry/${name}` };
}

/** Inputs as plain data, with unknown ones in words. */
function readable(inputs: object): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(inputs, (_, value) =>
      typeof value === "object" && value?.__pulumiUnknown === true ? unknown : value,
    ),
  );
}

async function resources(dependsOn: pulumi.CustomResourceOptions["dependsOn"]): Promise<unknown[]> {
  const given = await resolved<unknown>(pulumi.output<unknown>(dependsOn));
  return Array.isArray(given) ? given : given === undefined ? [] : [given];
}
