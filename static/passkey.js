// Passkeys: asks the server what to make or sign, the browser to do it, and sends the answer with the
// form it stands in. Bytes travel as base64url, as WebAuthn's own JSON has them.
(() => {
  "use strict";
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

  async function made(asked) {
    const key = asked.publicKey;
    const credential = await navigator.credentials.create({
      publicKey: {
        ...key,
        challenge: bytes(key.challenge),
        user: { ...key.user, id: bytes(key.user.id) },
        excludeCredentials: known(key.excludeCredentials),
      },
    });
    const { clientDataJSON, attestationObject } = credential.response;
    return answer(credential, {
      clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject),
    });
  }

  async function signed(asked) {
    const key = asked.publicKey;
    const credential = await navigator.credentials.get({
      publicKey: {
        ...key,
        challenge: bytes(key.challenge),
        allowCredentials: known(key.allowCredentials),
      },
    });
    const { clientDataJSON, authenticatorData, signature } = credential.response;
    return answer(credential, {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
    });
  }

  const answer = (credential, response) =>
    JSON.stringify({ id: credential.id, rawId: credential.id, type: credential.type, response });

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", async (event) => {
      const field = form.querySelector("[data-answer]");
      if (field.value) return;
      event.preventDefault();
      const failed = form.querySelector("[data-failed]");
      failed.hidden = true;
      try {
        const asked = await (await fetch(form.dataset.ask)).json();
        field.value = await (form.dataset.passkey === "create" ? made : signed)(asked);
        form.submit();
      } catch {
        field.value = "";
        failed.hidden = false;
      }
    });
  }
})();
