import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { previewPicture } from "./preview-picture";

const root = join(__dirname, "../..");

// `npm run picture`: draws the picture of README from what `npm start` prints.
writeFileSync(join(root, "docs/preview.svg"), previewPicture());
