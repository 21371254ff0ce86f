"use strict";
// Sends the text or the bytes of a file to be extracted, and shows the page that comes back in a frame of its own.
(() => {
  const $ = (id) => document.getElementById(id);
  const form = $("input"), message = $("message");
  let sent = null; // what the result was made of: a download sends it again, as the server keeps nothing

  const tell = (text, isError = false) => {
    message.textContent = text;
    message.className = isError ? "error" : "";
  };

  async function ask({ body, name }, format) {
    if (body.size > form.dataset.limit) throw new Error(form.dataset.tooLarge);
    const query = new URLSearchParams({ format });
    if (name) query.set("name", name);
    for (const id of ["region", "year"]) if ($(id).value.trim()) query.set(id, $(id).value.trim());
    const options = { method: "POST", body, headers: { "Content-Type": "application/octet-stream" } };
    const answer = await fetch(`api/extract?${query}`, options).catch(() => {
      throw new Error(form.dataset.unreachable);
    });
    if (answer.ok) return answer;
    const { error } = await answer.json().catch(() => ({ error: answer.statusText }));
    throw new Error(error);
  }

  async function extract(source) {
    tell(form.dataset.working);
    $("go").disabled = true;
    try {
      $("page").srcdoc = await (await ask(source, "html")).text();
      sent = source;
      form.hidden = true;
      $("result").hidden = false;
      tell("");
    } catch (error) {
      tell(error.message, true);
    } finally {
      $("go").disabled = false;
    }
  }

  async function download(format) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await (await ask(sent, format)).blob());
    link.download = `${(sent.name || "kuji_ie").replace(/\.[^.]*$/, "")}.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  const extractFile = (file) => file && extract({ body: file, name: file.name });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    extract({ body: new Blob([$("report").value]), name: "" });
  });
  $("report").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  $("file").addEventListener("change", (event) => {
    extractFile(event.target.files[0]);
    event.target.value = "";
  });
  $("page").addEventListener("load", () => $("result").hidden || $("page").focus()); // its keys work at once
  $("again").addEventListener("click", () => {
    $("result").hidden = true;
    form.hidden = false;
    $("report").focus();
  });
  for (const button of document.querySelectorAll("[data-format]")) {
    button.addEventListener("click", () => download(button.dataset.format).catch((error) => alert(error.message)));
  }
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    addEventListener(kind, (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return; // text is dropped into the box as ever
      event.preventDefault();
      document.body.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop") extractFile(event.dataTransfer.files[0]);
    });
  }
})();
