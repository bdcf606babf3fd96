// Who the customer is, by a statement that the site's server signed. Loaded where a page has one.

const SIGNATURE_END = -24;

/**
 * Ask for a token with the page's statement, and return what to keep of the answer.
 *
 * A statement is good once: the same one is not shown again. An open chat goes on as who
 * began it. A statement that is refused leaves an unverified customer, since a site that
 * cannot say who somebody is has a customer all the same.
 * @param {(body: any) => Promise<any>} ask
 * @param {any} record
 * @param {() => any} identify
 */
export async function signIn(ask, { token, signed, interaction }, identify) {
  const isBound = interaction && !signed;
  const statement = isBound ? undefined : await stated(identify);
  const mark = statement?.slice(SIGNATURE_END);
  if (!statement || mark === signed) return ask({ token });
  try {
    return { ...(await ask({ token, statement })), signed: mark };
  } catch (error) {
    if (error.retryable) throw error;
    console.warn(`ccsdk-chat: the statement was refused: ${error.message}`);
    // What another statement opened may be another customer's.
    return ask({ token: signed ? undefined : token });
  }
}

async function stated(identify) {
  try {
    return await identify();
  } catch (error) {
    console.warn("ccsdk-chat: identify() failed", error);
  }
}
