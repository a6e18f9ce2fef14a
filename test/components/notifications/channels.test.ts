import assert from "node:assert/strict";
import { planChannels, planChatRole } from "../../../components/notifications/channels";
import { scope } from "../../support/scopes";

describe("the chat channels of notifications", () => {
  it("have names after their channel, Slack before Teams", () => {
    const teams = [{ tenantId: "t", teamId: "m", channelId: "19" }];
    const slack = [{ workspaceId: "T0AAAAAAA", channelId: "C0AAAAAAA" }];
    assert.deepEqual(planChannels("shop", { slack, teams }), [
      {
        kind: "slack",
        key: "slack-C0AAAAAAA",
        configurationName: "shop-slack-C0AAAAAAA",
        workspaceId: "T0AAAAAAA",
        channelId: "C0AAAAAAA",
      },
      {
        kind: "teams",
        key: "teams-19",
        configurationName: "shop-teams-19",
        tenantId: "t",
        teamId: "m",
        channelId: "19",
      },
    ]);
    assert.deepEqual(planChannels("shop", {}), []);
  });

  it("share a role that the chat service assumes, and that may do nothing", () => {
    const { roleName, trust, statements } = planChatRole(scope, "shop");
    assert.equal(roleName, "shop+chat+eu-central-1");
    assert.deepEqual(statements, []);
    assert.deepEqual(JSON.parse(trust).Statement, [
      {
        Sid: "Service",
        Effect: "Allow",
        Principal: { Service: "chatbot.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
  });
});
