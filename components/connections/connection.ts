import * as codeconnections from "@pulumi/aws/codeconnections";
import * as pulumi from "@pulumi/pulumi";
import { refuse, requireKinds } from "../schema/refuse";
import { otherTags, tagProblems } from "../schema/tags";
import { type ConnectionProvider, connectionProblems, howToComplete } from "./connection-args";

/** The VPC of a self-managed server. */
export interface ConnectionVpc {
  /** The ID of the VPC. */
  vpcId: pulumi.Input<string>;
  /** 1 to 10 subnets, each in a different Availability Zone. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** 1 to 10 security groups that allow access to the server. */
  securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The TLS certificate of the server, unless a public authority signed it.
   * @default - none
   */
  tlsCertificate?: pulumi.Input<string> | undefined;
}

/** The arguments of a {@link Connection}. */
export interface ConnectionArgs {
  /** Region of the connection, such as `us-east-1`. Plain text, because printed messages contain it. */
  region: string;
  /** Provider of the repositories. Another value replaces the connection. */
  providerType: ConnectionProvider;
  /**
   * Name of the connection: 1 to 32 characters, unique in the account. Another name replaces the connection.
   * @default - the name of the component
   * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/limits-connections.html
   */
  connectionName?: string | undefined;
  /**
   * Address (https) of a self-managed server, for which the component creates a host. Plain text, because it decides
   * which resources exist.
   * @default - the address of the provider or of existingHostArn
   */
  endpoint?: string | undefined;
  /**
   * ARN of an existing host of a self-managed server. Several connections can share a host.
   * @default - creates a host for endpoint
   */
  existingHostArn?: pulumi.Input<string> | undefined;
  /**
   * VPC of the self-managed server.
   * @default - access over the internet
   * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-host-create.html
   */
  vpc?: ConnectionVpc | undefined;
  /**
   * Tags of the connection and its host.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Creates a connection to a provider of Git repositories. A new connection is PENDING: a person completes it once in the
 * console, and the component prints the steps. No pipeline can use it before.
 *
 * Create the connection in its own stack, complete it, and put its ARN into the settings of the pipeline. Stages are plain
 * data, so that policies judge every document on the first preview, and AWS assigns the ARN.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * new Connection("acme-github", { region: "eu-central-1", providerType: ConnectionProvider.GitHub });
 * ```
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-update.html
 */
export class Connection extends pulumi.ComponentResource {
  /** The ARN of the connection, for the settings of a pipeline. */
  readonly connectionArn: pulumi.Output<string>;
  /** `PENDING`, `AVAILABLE` or `ERROR`, as of the last refresh of the stack. */
  readonly connectionStatus: pulumi.Output<string>;
  /** The ARN of the host of a self-managed server, which further connections can share; otherwise empty. */
  readonly hostArn: pulumi.Output<string>;

  constructor(name: string, args: ConnectionArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("Connection", name, args);
    const { region, providerType, connectionName = name, endpoint, existingHostArn, vpc, tags } = args;
    const plan = { region, connectionName, providerType, endpoint };
    refuse(`Connection ${name}`, [
      ...connectionProblems({ ...plan, given: { host: existingHostArn !== undefined, vpc: vpc !== undefined } }),
      ...tagProblems(args.tags, otherTags),
    ]);
    super("aws-pipelines:index:Connection", name, args, opts);
    const child = { parent: this };

    const host =
      endpoint === undefined
        ? undefined
        : new codeconnections.Host(
            `${name}-host`,
            {
              name: connectionName,
              providerType,
              providerEndpoint: endpoint,
              ...(vpc && { vpcConfiguration: vpc }),
              tags,
            },
            child,
          );
    const hostArn = host?.arn ?? existingHostArn;
    const connection = new codeconnections.Connection(
      name,
      { name: connectionName, ...(hostArn === undefined ? { providerType } : { hostArn }), tags },
      child,
    );
    pulumi.log.info(howToComplete(plan), this);

    this.connectionArn = connection.arn;
    this.connectionStatus = connection.connectionStatus;
    this.hostArn = pulumi.output(hostArn ?? "");
    this.registerOutputs({
      connectionArn: this.connectionArn,
      connectionStatus: this.connectionStatus,
      hostArn: this.hostArn,
    });
  }
}
