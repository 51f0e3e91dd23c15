// Talk to the server; every path is relative, so the token in the address comes along.

import { say } from "./words.js";

export const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
};

// Words from people go through here: always text, in whichever direction they are written.
export const text = (tag, words, className = "") => make(tag, { textContent: words, dir: "auto", className });

// The same within the page's own lines: a name that keeps its direction to itself and stands where the line has it.
export const name = (words) => make("bdi", { textContent: words });

const trouble = document.getElementById("trouble");

export const warn = (words) => {
  trouble.textContent = words;
  trouble.hidden = !words;
};

export const get = async (path, query = {}) => {
  const answer = await fetch(`${path}?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
};

export const post = async (path, body) => {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    warn("");
    return await answer.json();
  } catch (error) {
    warn(error instanceof TypeError ? say("silence") : error.message);
    return null;
  }
};
