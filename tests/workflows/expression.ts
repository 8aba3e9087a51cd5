import { asMap } from "../../src/model/value.ts";

/** What expressions may name, and what they may call. */
export interface Contexts {
  readonly values: Readonly<Record<string, unknown>>;
  readonly functions: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
}

const token = /\s*('(?:[^']|'')*'|==|!=|&&|\|\||[!(),]|[\w.-]+)/y;
/** Contexts in which a name that is not there is empty; elsewhere it is a mistake. */
const open = new Set(["inputs", "secrets", "vars", "steps"]);

/** A text with its `${{ … }}` filled in; the value itself where it is all of the text. */
export function fill(text: string, contexts: Contexts): unknown {
  const whole = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(text);
  if (whole !== null) return evaluate(whole[1] ?? "", contexts);
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    textOf(evaluate(expression, contexts)),
  );
}

/** The value of an expression, as GitHub's runner would find it. */
export function evaluate(expression: string, contexts: Contexts): unknown {
  const reader = new Reader(tokens(expression), contexts);
  return reader.readAll();
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
}

function tokens(expression: string): readonly string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  for (let at = 0; expression.slice(at).trim() !== ""; at = token.lastIndex) {
    const match = token.exec(expression);
    if (match === null) throw new Error(`no expression: ${expression}`);
    found.push(match[1] ?? "");
  }
  return found;
}

class Reader {
  readonly #words: string[];
  readonly #contexts: Contexts;

  constructor(words: readonly string[], contexts: Contexts) {
    this.#words = [...words];
    this.#contexts = contexts;
  }

  readAll(): unknown {
    const value = this.#either();
    if (this.#words.length > 0) throw new Error(`not understood: ${this.#words.join(" ")}`);
    return value;
  }

  #take(word: string): boolean {
    if (this.#words[0] !== word) return false;
    this.#words.shift();
    return true;
  }

  #either(): unknown {
    let value = this.#both();
    while (this.#take("||")) {
      const other = this.#both();
      value = isTrue(value) ? value : other;
    }
    return value;
  }

  #both(): unknown {
    let value = this.#compared();
    while (this.#take("&&")) {
      const other = this.#compared();
      value = isTrue(value) ? other : value;
    }
    return value;
  }

  #compared(): unknown {
    const value = this.#single();
    if (this.#take("==")) return textOf(value) === textOf(this.#single());
    if (this.#take("!=")) return textOf(value) !== textOf(this.#single());
    return value;
  }

  #single(): unknown {
    if (this.#take("!")) return !isTrue(this.#single());
    if (this.#take("(")) return this.#closed(this.#either());
    const word = this.#words.shift() ?? "";
    if (word.startsWith("'")) return word.slice(1, -1).replaceAll("''", "'");
    return this.#take("(") ? this.#call(word) : this.#name(word);
  }

  #closed(value: unknown): unknown {
    if (!this.#take(")")) throw new Error("an expression lacks )");
    return value;
  }

  #call(name: string): unknown {
    const args: unknown[] = [];
    while (!this.#take(")")) {
      args.push(this.#either());
      this.#take(",");
    }
    const called = this.#contexts.functions[name];
    if (called === undefined) throw new Error(`there is no function ${name}`);
    return called(...args);
  }

  #name(path: string): unknown {
    const [context = "", ...keys] = path.split(".");
    let value = this.#contexts.values[context];
    if (value === undefined) throw new Error(`there is no context ${context}`);
    for (const key of keys) {
      value = asMap(value)[key];
      if (value === undefined && !open.has(context)) throw new Error(`${path} is not there`);
    }
    return value;
  }
}

function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && value !== false;
}
