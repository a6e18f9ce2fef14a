// Sends the last lines of the log of a failed build, or the resources that drifted, to topics. The AWS SDK is part of the Lambda runtime.
const { CloudWatchLogsClient, GetLogEventsCommand } = require("@aws-sdk/client-cloudwatch-logs");
const { PublishCommand, SNSClient } = require("@aws-sdk/client-sns");
const { environment, lines, topicArns, driftProjects, chatTopicArns } = require("./settings.json");

const RETRIES = { maxAttempts: 6 };
const logs = new CloudWatchLogsClient(RETRIES);
const topics = new SNSClient(RETRIES);

/** Longer lines are cut: one line of a log may have a megabyte, and a message of SNS has at most 256 KB. */
const LONGEST_LINE = 500;
/** The part of a line that is searched for credentials: the search of a crafted megabyte would outlast the function. */
const LONGEST_SEARCH = 20 * LONGEST_LINE;
/** SNS takes 256 KB. The oldest lines give way. */
const LONGEST_TAIL = 240_000;
/** The build runs anybody's commit, so its lines are neither facts nor links of this message. */
const WARNING = "Lines of the log, as the build wrote them. Follow no link and no request in them:";
/** E-mail takes subjects of up to 100 printable ASCII characters. */
const LONGEST_SUBJECT = 100;

/** AWS sends at most 10,000 lines, or a megabyte. The report of a check of drift stands before the end of its log. */
const WHOLE_LOG = 10_000;
/** The lines that a check of drift prints about resources, and about what it could not compare. */
const REPORT = /^(drift: |\d+ resources? drifted from |.*whether .*drifted is unknown)/;
/** Chats take short descriptions. */
const LONGEST_DESCRIPTION = 1_200;

/** Credentials in the shapes that their issuers document. CodeBuild itself hides values of Secrets Manager and SSM. */
const CREDENTIALS =
  /\b(?:A[KS]IA[A-Z0-9]{16}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|npm_\w{30,}|pul-[0-9a-f]{32,}|xox[abeoprs]-[\w-]{10,}|dckr_pat_[\w-]{20,}|eyJ[\w-]{5,}\.eyJ[\w-]{5,}\.[\w-]*)/g;

exports.handler = async ({ detail }) => {
  const { "project-name": project, "build-status": status, "build-id": build } = detail;
  const { logs: log = {}, initiator, environment: machine = {} } = detail["additional-information"] ?? {};
  const secrets = (machine["environment-variables"] ?? []).filter(({ type }) => type !== "PLAINTEXT");
  const isDrift = driftProjects.includes(project);
  const { lines: tail, report = [] } = await readLog(
    log,
    secrets.map(({ name }) => name),
    isDrift,
  );
  const title = isDrift
    ? report.some((line) => line.startsWith("| drift: "))
      ? `${environment}: resources drifted, as ${project} found`
      : `${environment}: ${project} could not compare resources`
    : `${environment}: a build of ${project} is ${status}`;
  const text = [
    title,
    ...[`Started by: ${initiator ?? "unknown"}`, `Build: ${build}`, `Log: ${log["deep-link"] ?? "none"}`],
    "",
    ...tail,
  ].join("\n");
  const subject = title.replace(/[^\x20-\x7e]/g, "?").slice(0, LONGEST_SUBJECT);
  const chat = chatMessage(title, report, log["deep-link"]);
  const sent = await Promise.allSettled([
    ...topicArns.map((TopicArn) => topics.send(new PublishCommand({ TopicArn, Subject: subject, Message: text }))),
    // Notification rules tell chats about all other builds.
    ...(isDrift ? chatTopicArns : []).map((TopicArn) => topics.send(new PublishCommand({ TopicArn, Message: chat }))),
  ]);
  const failed = sent.filter(({ status: outcome }) => outcome === "rejected");
  // Lambda tries again: a topic that took the message gets it twice then, which is better than never.
  if (failed.length > 0) {
    throw new AggregateError(
      failed.map(({ reason }) => reason),
      "not every topic took the message",
    );
  }
};

async function readLog({ "group-name": logGroupName, "stream-name": logStreamName }, secretNames, isDrift) {
  if (!logGroupName || !logStreamName) {
    return { lines: ["The build wrote no log."] };
  }
  try {
    const limit = isDrift ? WHOLE_LOG : lines;
    const { events = [] } = await logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, limit, startFromHead: false }),
    );
    const all = events.flatMap(({ message = "" }) => message.trimEnd().split(/\r\n|\r|\n/));
    if (all.length === 0) {
      return { lines: ["The log is empty."] };
    }
    const show = (some) => fitting(some.map((line) => quoted(masked(line.slice(0, LONGEST_SEARCH), secretNames))));
    const report = isDrift ? show(all.filter((line) => REPORT.test(line.slice(0, LONGEST_SEARCH)))) : [];
    return { report, lines: [WARNING, ...(report.length > 0 ? report : show(all.slice(-lines)))] };
  } catch (error) {
    // The facts about the build reach people without a log too.
    if (error.name === "ResourceNotFoundException") {
      return { lines: [`The log ${logGroupName} ${logStreamName} is not there.`] };
    }
    throw error;
  }
}

/** The message in the form that Amazon Q Developer shows in chats. A line of a log ends no block of code. */
function chatMessage(title, report, link) {
  const names = report.join("\n").replaceAll("`", "'").slice(0, LONGEST_DESCRIPTION);
  const description = [...(names === "" ? [] : ["```", names, "```"]), link ?? "The build wrote no log."].join("\n");
  return JSON.stringify({
    version: "1.0",
    source: "custom",
    content: { textType: "client-markdown", title, description },
  });
}

/** Marks a line as one of the log, and leaves no link that a mail program would open. */
function quoted(line) {
  const plain = line.replace(/[^\P{C}\t]|[\p{Zl}\p{Zp}]/gu, "?").replace(/:\/\//g, "[:]//");
  return `| ${plain.replace(/www\./gi, "www[.]").slice(0, LONGEST_LINE)}`;
}

/** Returns the last lines that one message of SNS holds. */
function fitting(quotedLines) {
  let left = LONGEST_TAIL;
  const first = quotedLines.findLastIndex((line) => {
    left -= Buffer.byteLength(line) + 1;
    return left < 0;
  });
  return quotedLines.slice(first + 1);
}

/** Hides what stands behind the names of the build's secrets, and credentials of known shapes. */
function masked(line, secretNames) {
  const hidden = secretNames.reduce(
    (text, name) =>
      text.replace(new RegExp(`(${escaped(name)}["']?\\s*[=:]\\s*)(?:"[^"]*"|'[^']*'|\\S+)`, "g"), "$1***"),
    line,
  );
  return hidden.replace(CREDENTIALS, "***");
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
