import * as codeconnections from "@pulumi/aws/codeconnections";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../schema/refuse";
import { type ConnectionProvider, connectionProblems, howToComplete } from "./connection-args";

/** The network that a server of one's own is reached in. */
export interface ConnectionVpc {
  vpcId: pulumi.Input<string>;
  /** 1 to 10 subnets, each in an availability zone of its own. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** 1 to 10 security groups that let the server be reached. */
  securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The certificate of the server, where no public authority signed it.
   * @default - a public authority did
   */
  tlsCertificate?: pulumi.Input<string> | undefined;
}

/** The arguments of a {@link Connection}. */
export interface ConnectionArgs {
  /** The region that the connection is made in, such as `us-east-1`. Plain, since what is printed names it. */
  region: string;
  /** Where the repositories are. AWS makes another connection when it changes. */
  providerType: ConnectionProvider;
  /**
   * The name of the connection, 1 to 32 characters, unique in its account. AWS makes another one when it changes.
   * @default - the name of the component
   * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/limits-connections.html
   */
  connectionName?: string | undefined;
  /**
   * The https address of a server of one's own, for which a host is made. Plain, since it decides what is made.
   * @default - the provider's own address, or that of existingHostArn
   */
  endpoint?: string | undefined;
  /**
   * The ARN of a host that exists already, for a server of one's own; AWS takes one for all connections to it.
   * @default - a host is made for endpoint
   */
  existingHostArn?: pulumi.Input<string> | undefined;
  /**
   * The network that the server is reached in.
   * @default - the server is reached over the internet
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
 * A connection to where repositories are. AWS makes it PENDING: a person completes it once, in the console, and what to
 * do is printed. Until then no pipeline can use it.
 *
 * The ARN cannot go into the stages of a pipeline of the same program: they are plain data, so that all documents are
 * known and judged on the first preview, and AWS chooses the ARN. Make the connection first, in a stack of its own,
 * complete it, and write its ARN into the settings. A pipeline made with a connection that is PENDING would hear of no
 * push anyway.
 *
 * @throws RunError naming every argument that is wrong.
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-update.html
 */
export class Connection extends pulumi.ComponentResource {
  /** What goes into the settings. */
  readonly connectionArn: pulumi.Output<string>;
  /** `PENDING`, `AVAILABLE` or `ERROR`, as AWS had it when the stack was last refreshed. */
  readonly connectionStatus: pulumi.Output<string>;
  /** The host of a server of one's own, which further connections may use; empty for all others. */
  readonly hostArn: pulumi.Output<string>;

  constructor(name: string, args: ConnectionArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, providerType, connectionName = name, endpoint, existingHostArn, vpc, tags } = args;
    const plan = { region, connectionName, providerType, endpoint };
    refuse(
      `Connection ${name}`,
      connectionProblems({ ...plan, given: { host: existingHostArn !== undefined, vpc: vpc !== undefined } }),
    );
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
