// The dev environment of the application shop.
using System.Collections.Generic;
using Platform.AwsPipelines;
using Platform.AwsPipelines.Inputs;
using Aws = Pulumi.Aws;

const string account = "111122223333";
const string region = "us-east-1";

return await Pulumi.Deployment.RunAsync(() =>
{
    var aws = new Aws.Provider("aws", new() { Region = region, AllowedAccountIds = { account } });
    var environment = new DeliveryEnvironment("shop-dev", new()
    {
        Application = "shop",
        Account = account,
        Region = region,
        Source = new DeliveryEnvironmentSourceArgs
        {
            ConnectionArn = $"arn:aws:codeconnections:{region}:{account}:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
            Repository = "acme/shop",
        },
        Deploy = new DeliveryEnvironmentDeployArgs
        {
            Tool = "terraform",
            Version = "1.13.5",
            Sha256 = new string('0', 64),
            Permissions = new List<DeliveryEnvironmentDeployPermissionsArgs>
            {
                new()
                {
                    Actions = new List<string> { "ecs:UpdateService" },
                    Resources = new List<string> { $"arn:aws:ecs:{region}:{account}:service/shop-dev/web" },
                },
            },
        },
        Notify = new DeliveryEnvironmentNotifyArgs { Emails = new List<string> { "shop-team@acme.example" } },
        LogRetentionInDays = 30,
    }, new() { Providers = { aws } });

    return new Dictionary<string, object?>
    {
        ["pipelineName"] = environment.PipelineName,
        ["repositoryUri"] = environment.RepositoryUri,
    };
});
