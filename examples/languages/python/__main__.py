"""The dev environment of the application shop."""

import platform_aws_pipelines as pipelines
import pulumi
import pulumi_aws as aws

ACCOUNT = "111122223333"
REGION = "us-east-1"

environment = pipelines.DeliveryEnvironment(
    "shop-dev",
    application="shop",
    account=ACCOUNT,
    region=REGION,
    source={
        "connection_arn": f"arn:aws:codeconnections:{REGION}:{ACCOUNT}:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
        "repository": "acme/shop",
    },
    deploy={
        "tool": "terraform",
        "version": "1.13.5",
        "sha256": "0" * 64,
        "permissions": [
            {
                "actions": ["ecs:UpdateService"],
                "resources": [f"arn:aws:ecs:{REGION}:{ACCOUNT}:service/shop-dev/web"],
            }
        ],
    },
    notify={"emails": ["shop-team@acme.example"]},
    log_retention_in_days=30,
    opts=pulumi.ResourceOptions(providers=[aws.Provider("aws", region=REGION, allowed_account_ids=[ACCOUNT])]),
)

pulumi.export("pipelineName", environment.pipeline_name)
pulumi.export("repositoryUri", environment.repository_uri)
