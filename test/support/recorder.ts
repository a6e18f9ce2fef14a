import * as pulumi from "@pulumi/pulumi";

/** A resource that a component registered: the request to the engine, and the resource options. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly parent: string | undefined;
  /** Names of the resources in `dependsOn`. */
  readonly dependsOn: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
}

/** Stands for an unknown value in recorded inputs. */
export const unknown = "<unknown>";

/**
 * Builds components against an engine that records. In a preview only inputs are known. Otherwise every resource has an
 * ARN and ids made of its name.
 *
 * @param build - makes components with the given options, by which the recorder sees the options of all children
 * @param said - collects the messages of the components, which the SDK prints when no engine listens
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
      const options = asked.get(`${resource.type} ${resource.name}`) ?? {};
      const { parent, dependsOn, protect, retainOnDelete, ignoreChanges = [] } = options;
      return {
        ...resource,
        parent: parent && names.get(parent),
        dependsOn: (await resources(dependsOn)).map((one) => names.get(one) ?? "somebody unknown").sort(),
        protect: protect === true,
        retainOnDelete: retainOnDelete === true,
        ignoreChanges,
      };
    }),
  );
}

/** Returns the one resource of a type and name. */
export function only(recorded: readonly Recorded[], type: string, name: string): Recorded {
  const [found, ...others] = recorded.filter((resource) => resource.type === type && resource.name === name);
  if (found === undefined || others.length > 0) {
    throw new Error(`${others.length + (found ? 1 : 0)} resources are a ${type} called ${name}`);
  }
  return found;
}

/** Counts the resources of each AWS type. */
export function counts(recorded: readonly Recorded[]): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const { type } of recorded.filter((resource) => resource.type.startsWith("aws:"))) {
    counted[type] = (counted[type] ?? 0) + 1;
  }
  return counted;
}

/** Resolves an output. */
export function resolved<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => {
    pulumi.output(output).apply(resolve);
  });
}

function chosen(name: string) {
  return { arn: `arn:aws:made:::${name}`, keyId: `${name}-key-id`, repositoryUrl: `registry/${name}` };
}

/** Inputs as plain data, unknown values as text. */
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
