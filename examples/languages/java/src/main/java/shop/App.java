// The dev environment of the application shop.
package shop;

import com.platform.awspipelines.DeliveryEnvironment;
import com.platform.awspipelines.DeliveryEnvironmentArgs;
import com.platform.awspipelines.inputs.DeliveryEnvironmentDeployArgs;
import com.platform.awspipelines.inputs.DeliveryEnvironmentDeployPermissionsArgs;
import com.platform.awspipelines.inputs.DeliveryEnvironmentNotifyArgs;
import com.platform.awspipelines.inputs.DeliveryEnvironmentSourceArgs;
import com.pulumi.Pulumi;
import com.pulumi.aws.Provider;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.core.Either;
import com.pulumi.resources.ComponentResourceOptions;

public class App {
    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "us-east-1";

    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var aws = new Provider("aws", ProviderArgs.builder().region(REGION).allowedAccountIds(ACCOUNT).build());
            var environment = new DeliveryEnvironment("shop-dev", DeliveryEnvironmentArgs.builder()
                .application("shop")
                .account(ACCOUNT)
                .region(REGION)
                .source(DeliveryEnvironmentSourceArgs.builder()
                    .connectionArn("arn:aws:codeconnections:" + REGION + ":" + ACCOUNT
                        + ":connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f")
                    .repository("acme/shop")
                    .build())
                .deploy(DeliveryEnvironmentDeployArgs.builder()
                    .tool("terraform")
                    .version("1.13.5")
                    .sha256("0".repeat(64))
                    .permissions(DeliveryEnvironmentDeployPermissionsArgs.builder()
                        .actions("ecs:UpdateService")
                        .resources("arn:aws:ecs:" + REGION + ":" + ACCOUNT + ":service/shop-dev/web")
                        .build())
                    .build())
                .notify_(Either.ofRight(
                    DeliveryEnvironmentNotifyArgs.builder().emails("shop-team@acme.example").build()))
                .logRetentionInDays(30)
                .build(), ComponentResourceOptions.builder().providers(aws).build());
            ctx.export("pipelineName", environment.pipelineName());
            ctx.export("repositoryUri", environment.repositoryUri());
        });
    }
}
