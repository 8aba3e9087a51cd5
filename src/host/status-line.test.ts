import { expect, test } from "vitest";
import { statusLine } from "./status-line.ts";

const clear = "\r\u001b[2K";

function terminal(columns = 80) {
  const written: string[] = [];
  return {
    written,
    ...statusLine(
      (text) => written.push(text),
      () => columns,
    ),
  };
}

test("a status takes the place of the one before, an empty one takes it away", () => {
  const { written, status } = terminal();
  status("rendering dev, prod");
  status("rendering prod");
  status("rendering prod");
  status("");
  expect(written).toEqual([`${clear}rendering dev, prod`, `${clear}rendering prod`, clear]);
});

test("what is said stands above the status", () => {
  const { written, say, status } = terminal();
  say("first\n");
  status("rendering prod");
  say("dev done\n");
  expect(written.slice(-2)).toEqual([`${clear}rendering prod`, `${clear}dev done\nrendering prod`]);
});

test("a status is never wider than the terminal, so that it can be taken away", () => {
  const { written, status } = terminal(10);
  status("rendering everything");
  expect(written).toEqual([`${clear}rendering`]);
});
