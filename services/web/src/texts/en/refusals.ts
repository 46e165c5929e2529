/** Refusals by their reason code: what is so, and what to do about it. The server says the same in Chinese
 *  (its table of next steps); a test sees that no code is left out here. */
interface Explanation {
  readonly what: string
  readonly advice: string
}

const say = (what: string, advice: string): Explanation => ({ what, advice })
const REFRESH = 'Please refresh the page and check.'

const requests = {
  'invalid-body': say('Something was filled in wrongly', 'Please check what is marked in red.'),
  'invalid-json': say('The request could not be read', REFRESH),
  'invalid-query': say('The filter or address is wrong', 'Please start again from the menu.'),
  'invalid-path': say('The address is wrong', 'Please start again from the menu.'),
  'invalid-file': say('The file cannot be read', 'Please save it again as CSV or XLSX and try once more.'),
  'invalid-request': say('The request is wrong', REFRESH),
  'invalid-if-match': say('The version number is wrong', REFRESH),
  'missing-if-match': say('The version number is missing', REFRESH),
  'stale-revision': say('Somebody has just changed this', 'Look at the latest state, then submit again.'),
  'body-too-large': say('Too much was sent at once', 'Please shorten the text or split the file.'),
  'unsupported-media-type': say('This kind of file is not supported', 'Please use CSV or XLSX.'),
  'method-not-allowed': say('This request is not supported', REFRESH),
  'headers-too-large': say('The request is too large', 'Please sign out and sign in again.'),
  'not-found': say('Not found', 'It may have been deleted, or the address may be wrong.'),
  internal: say(
    'The system failed; the fault was recorded',
    'Try again later; if it keeps failing, ask the administrator.',
  ),
  overloaded: say('The system is busy', 'Please wait a moment and try again.'),
  'keys-unavailable': say(
    'The key service is unavailable; personal data cannot be read or recorded for now',
    'Nothing recorded is lost. Try again in a few minutes; if it still fails, ask the administrator to check the key service.',
  ),
  'too-many-requests': say(
    'Too many requests in a short time',
    'You have to wait a moment. The page goes on by itself, and nothing that you typed is lost.',
  ),
  'feed-restarted': say('The feed of receipts has been renumbered', 'Read it again from the beginning.'),
}

const access = {
  'not-signed-in': say('Please sign in', 'You are not signed in, or your session has ended.'),
  'wrong-credentials': say(
    'Wrong username or password',
    'Please check both. After several wrong tries you have to wait a while.',
  ),
  'too-many-tries': say(
    'Too many tries to sign in',
    'Wait a minute; if you forgot your password, ask the administrator.',
  ),
  'one-time-password-over': say(
    'The one-time password is no longer valid',
    'It is good for seven days. Please ask the administrator to reset the password.',
  ),
  'password-to-change': say(
    'Please change the one-time password first',
    'Set a password of your own, then go on.',
  ),
  'unknown-username': say('No such account', 'Please check the username, or look in the list of accounts.'),
  'username-taken': say(
    'This username is taken',
    'Choose another; if it is the same person, find her account in the list and enable it or reset its password.',
  ),
  'own-account': say(
    'Not on your own account',
    'Ask another administrator; your own password is changed under “Change password”.',
  ),
  'role-not-at-level': say(
    'This federation does not have that role',
    'Dispatchers belong to the city, district officers to a district, mediators to a district or a township. Choose another role or federation.',
  ),
  'last-administrator': say(
    'This is the last administrator',
    'Nobody could administer accounts afterwards. Add another administrator first.',
  ),
  'account-disabled': say('The account is disabled', 'Enable it first, then reset the password.'),
  'invalid-id-number': say('The ID number is wrong', 'Please check the 18 digits.'),
  'wrong-password': say(
    'The old password is wrong',
    'Please type it again. After five wrong tries you have to sign in anew.',
  ),
  'password-too-short': say(
    'The new password is too short',
    'Ten characters at least; a few words that have nothing to do with one another will do.',
  ),
  'password-too-common': say(
    'The new password is too easy to guess',
    'Not digits alone, nor common words or the same few characters. Please choose another.',
  ),
  'password-of-name': say(
    'The new password holds the username',
    'Please choose one that has nothing to do with the username.',
  ),
  'password-unchanged': say('The new password is the old one', 'Please choose another.'),
  'invalid-key': say('The access key is not valid', 'Please ask the administrator for a new key.'),
  'invalid-signature': say(
    'The signature is not valid',
    'Please check the key and how the request is signed.',
  ),
  'stale-signature': say(
    'The signature is more than five minutes off',
    'Please set the clock of the sending system.',
  ),
  'replayed-signature': say('The signature was used before', 'Please sign each request anew.'),
  'wrong-source': say('The key speaks for its own source only', 'Please use the key of that source.'),
  'foreign-origin': say(
    'A request from another website was refused',
    'Please work from the pages of this system.',
  ),
  'not-allowed': say(
    'Your account may not do this',
    'If your work needs it, ask the administrator to change the role of your account.',
  ),
  'outside-region': say(
    'Outside the area of your federation',
    'You can see and handle only matters of your federation and those below it.',
  ),
  'not-assignee': say(
    'Your federation does not handle this order',
    'If you are to handle it, ask the supervising federation to transfer it.',
  ),
  'not-supervisor': say(
    'Only the supervising federation can do this',
    'Please ask the supervising federation, one level up.',
  ),
  'outside-district': say(
    'Orders can be transferred within your area only',
    'Choose a federation of your area; for a transfer elsewhere ask the city federation.',
  ),
  'unknown-order': say('There is no such order', 'Check the number, or look for it on the order desk.'),
  'unknown-case': say('There is no such case', 'Check the number, or look for it among the case files.'),
  'unknown-person': say('There is no such person', 'Please act from the case of that person.'),
}

const orders = {
  'already-accepted': say(
    'The order is accepted already',
    'No need to accept again; you can record contact at once.',
  ),
  'not-accepted': say('Accept the order first', 'Accept it, then record what was done.'),
  'not-dispatched': say('The order is not dispatched yet', 'It can be handled once it is dispatched.'),
  'not-unroutable': say('The order is dispatched already', 'To give it to somebody else, transfer it.'),
  'return-too-late': say(
    'It is too late to return the order',
    'The time is over or closure was requested. Ask the supervising federation to transfer it if somebody else is to handle it.',
  ),
  'unknown-federation': say(
    'There is no such federation',
    'Choose a district or township federation of this city.',
  ),
  'same-federation': say('That federation handles it already', 'Please choose another one.'),
  'joint-mediation-forbidden': say(
    'No joint mediation at high or extreme risk',
    'Talk to each side separately; never bring them together.',
  ),
  'protection-order-in-force': say(
    'No joint mediation while a protection order is in force',
    'Talk to each side separately and cancel any joint meeting that was arranged. The case file shows the order.',
  ),
  'consent-required': say(
    "In domestic violence joint mediation needs the victim's consent, asked for separately",
    'Ask her alone and record it; without her consent, mediate separately.',
  ),
  'no-disposal': say('The outcome is not reported yet', 'Report the outcome, then request closure.'),
  'closure-already-requested': say(
    'Closure was requested already',
    'Wait for the supervising federation; if it is rejected you can go on.',
  ),
  'closure-not-requested': say('Closure was not requested', 'It can be approved once it was requested.'),
  'order-closed': say(
    'The order is closed',
    'It can no longer be handled. New events are recorded as a new alert or report.',
  ),
  'unknown-engagement': say(
    'There is no such request to a partner',
    'Refresh the order and choose from the partners.',
  ),
  'engagement-not-asked': say(
    'The partner has replied already',
    'Record the result if it was accepted; otherwise withdraw the request and say why.',
  ),
  'engagement-not-accepted': say(
    'The partner has not accepted yet',
    'Record the acceptance first, then the result.',
  ),
  'engagement-ended': say('The request to the partner is over', 'Ask again if help is still needed.'),
  'engagement-open': say(
    'A partner has not reported yet',
    'Record the result, or withdraw the request and say why; then request closure.',
  ),
  'own-order': say(
    'Your own federation handles this order',
    'You cannot supervise it; handle or transfer it.',
  ),
  'unknown-supervision': say('There is no such supervision', 'Refresh the order and choose from the list.'),
  'supervision-answered': say(
    'The supervision is answered already',
    'Record a contact, visit or outcome to add to it.',
  ),
  'no-extension-at-level': say(
    'Orders of this grade cannot be extended',
    'High and extreme risk orders are closed in time; in difficulty, speak to the supervising federation.',
  ),
  'already-extended': say('It was extended once already', 'Please close it within the extended time.'),
  'extension-already-asked': say(
    'An extension was requested already',
    'Please wait for the supervising federation.',
  ),
  'extension-not-asked': say(
    'No extension was requested',
    'A transfer, a higher grade or a request for closure ends an earlier request.',
  ),
  'extension-too-late': say('The closure deadline has passed', 'Please close the order as soon as possible.'),
  'satisfaction-recorded': say(
    'Satisfaction is recorded already',
    'It is recorded once per closure; record a contact for anything further she says.',
  ),
  'not-closed': say('The order is not closed', 'It is still being handled; there is nothing to reopen.'),
  'newer-order': say('This case has a newer order', 'Act on the newest order; the case file leads to it.'),
  'order-merged': say(
    'The order was merged into another',
    'Please act on the other order of this household.',
  ),
}

const measures = {
  'day-ahead': say('The date is later than today', 'Fill in the day on which it happened.'),
  'day-too-early': say(
    'The dates do not follow each other',
    'A follow-up cannot be before the letter was issued, nor the end of an order before its beginning.',
  ),
  'unknown-alert': say('This case has no such alert', 'Choose one of its alerts, or leave it empty.'),
  'unknown-measure': say(
    'No such measure is recorded',
    'Refresh the page and choose from the measures recorded.',
  ),
  'measure-not-standing': say(
    'The measure no longer stands',
    'It was revoked, expired or settled. Please refresh and check.',
  ),
  'measure-already-recorded': say(
    'The same measure is recorded already',
    'If it was recorded wrongly, revoke it first and record it again.',
  ),
  'nothing-to-breach': say(
    'No warning letter or protection order was in force that day',
    'Record the letter or order first, then the breach.',
  ),
  'application-open': say(
    'An application is waiting for the court already',
    "Record the court's decision on it first, or that it was withdrawn.",
  ),
  'no-application': say(
    'No application is waiting for the court',
    'Record the application first, then the decision.',
  ),
  'protection-too-long': say(
    'A protection order lasts six months at most',
    'Check the dates in the ruling; an extension is recorded by its own ruling.',
  ),
  'report-already-required': say(
    'The report to the police is required already',
    'Please report to the police soon and record it.',
  ),
  'nothing-owed': say(
    'Nothing has to be explained',
    'Measures owed are recorded or explained. Please refresh and check.',
  ),
}

const policies = {
  'unsafe-policy': say(
    'The policy is not safe',
    'Every grade needs somebody who handles it and all deadlines, and a higher grade shorter ones. Correct what is marked.',
  ),
  'not-next-version': say('The version number is not the next one', 'Refresh the page and publish again.'),
  'unknown-version': say('There is no such version', 'Choose one of the versions listed.'),
  'version-retired': say(
    'The version is retired',
    'It cannot be activated again; publish its content as a new version.',
  ),
  'effect-in-past': say(
    'It cannot take effect in the past',
    'Choose a later time, or none to activate it at once.',
  ),
  'unsafe-model': say(
    'The risk model is not safe',
    'Use the factors of the forms only, and keep the floors and the acts of violence; correct what is named.',
  ),
  'unknown-model': say(
    'There is no such risk model or version',
    'Choose one of those listed; a new one is published first.',
  ),
  'unknown-what-if': say('There is no such what-if', 'Start it again.'),
  'what-if-running': say('Another what-if is running', 'Wait until it is done, then start the next.'),
  'what-if-missing': say(
    'No what-if of this version was run',
    'Run it over the whole history and look at the work it means, then activate.',
  ),
  'what-if-outdated': say(
    'The what-if of this version is out of date',
    'It counts for seven days and against the models in force. Run it again, then activate.',
  ),
  'already-in-force': say('The version is in force then already', 'There is no need to activate it.'),
  'version-in-force': say(
    'The version is in force or about to be',
    'Activate another version first, then retire this one.',
  ),
}

const answers = {
  'unknown-report': say(
    'There is no report to answer',
    'Look for it on the answer desk; police alerts are called back, not answered.',
  ),
  'already-taken': say('The report is taken up already', 'Handle it, then answer with the outcome.'),
  'not-taken': say('The report is not taken up yet', 'Decide first whether it is taken up.'),
  'answer-ended': say('The report is answered', 'Record new events as a new report.'),
  'violence-is-not-declined': say(
    'A report of violence cannot be declined',
    'Take it up and handle it as domestic violence; if it belongs elsewhere, transfer it.',
  ),
  'extension-requested-already': say(
    'An extension was requested already',
    'It is possible once; please answer in time.',
  ),
  'extension-not-requested': say(
    'No extension is waiting for approval',
    'It can be approved once it was requested.',
  ),
  'answer-overdue': say('The answer is overdue', 'It can no longer be extended; please answer soon.'),
}

const cases = {
  'not-graded': say('The case is not graded yet', 'Wait for the system; it usually takes a few seconds.'),
  'same-level': say('The case has that grade already', 'Please choose another one.'),
  'override-pending': say(
    'A request to lower the grade is waiting',
    'Wait for the district or city federation to decide on it.',
  ),
  'no-override-pending': say(
    'No request to lower the grade is waiting',
    'A new grade ends an earlier request; make it again if it is still needed.',
  ),
  'same-person': say(
    'Whoever asked cannot approve',
    'Somebody else with permission has to approve; you can withdraw the request.',
  ),
  'leader-in-charge': say(
    'A leader is in charge of this case',
    'Release the leader before a change or before closing.',
  ),
  'no-leader': say('No leader is in charge of this case', REFRESH),
  'charge-not-warranted': say(
    'The case does not qualify for a leader in charge',
    'It must be high risk or above, have been returned, or have repeated alerts. Raise the grade by hand if the risk is higher.',
  ),
  'unknown-account': say(
    'There is no such account',
    'Choose an active account of a federation concerned; a leader has one of the district or city.',
  ),
  'worker-not-named': say(
    'Nobody who works on it is named',
    'Name at least one person of each federation with an order or callback, or nobody can handle it.',
  ),
  'keeper-not-named': say(
    'Nobody of the district or city is named',
    'Name at least one person of the district or city federation to keep the case.',
  ),
  'same-people-named': say('The same people are named already', 'Nothing has changed.'),
  'not-sealed': say('The case is not sealed', 'There is nothing to unseal.'),
  'assignee-not-named': say(
    'Nobody of the receiving federation is named',
    'The case is sealed: name somebody there first, then transfer.',
  ),
  'order-open': say(
    'An order is still open',
    'Close the orders first, then close the case or erase personal data.',
  ),
  'watch-running': say(
    'The watch is still running',
    'Closing and erasure wait for its end; new events in that time reopen the order.',
  ),
  'callback-open': say(
    'A callback is still open',
    'After erasure nobody could reach her. Ask again once all callbacks are done.',
  ),
  'measure-open': say(
    'A measure is still open',
    'Follow-ups, protection orders and reports to the police have to be settled before erasure.',
  ),
  'already-erased': say(
    'The personal data are erased already',
    'The history of the case and the figures stay.',
  ),
  'erasure-pending': say(
    'A request to erase is waiting already',
    'Somebody else with permission has to decide on it.',
  ),
  'no-erasure-pending': say(
    'No request to erase is waiting',
    'Make one with its ground in law; somebody else then approves.',
  ),
  'not-quiet-long-enough': say(
    'It has not been quiet long enough',
    'A high or extreme risk case needs ninety days without a new alert or breach.',
  ),
  'case-closed': say('The case is closed', 'Reopen it first, with the reason, if it has to be handled.'),
  'case-not-closed': say('The case is not closed', 'There is nothing to reopen.'),
  'same-case': say('A case cannot be merged with itself', 'Please choose another case.'),
  'already-merged': say(
    'One of the cases is merged already',
    'Act on the case it was merged into, or separate them first.',
  ),
  'not-merged': say('The case is not merged into this one', 'There is nothing to separate.'),
  'sealed-otherwise': say(
    'Different people are named for the two sealed cases',
    'Name the same people for both, then merge.',
  ),
  'no-callback-owed': say('No callback is due in this case', 'It has no police alert to call back.'),
  'facts-without-contact': say(
    'Facts need a conversation',
    'What she told can be recorded only when she was reached in person.',
  ),
}

const organisations = {
  'unknown-organisation': say(
    'There is no such organisation',
    'Check the code, or look for it in the directory.',
  ),
  'already-registered': say(
    'The code is registered already',
    'Correct the organisation in the directory; a new one needs another code.',
  ),
  'unknown-region': say(
    'There is no such region code',
    'Use a current code of this city: 4 digits for the city, 6 for a district, 9 for a township.',
  ),
  'outside-city': say(
    'Not in this city',
    'The directory holds organisations of this city only; check the region code.',
  ),
  'federation-code': say("A federation's code is its region code", 'Please make both the same.'),
  'code-of-a-region': say(
    'The code is a region code, which only federations have',
    "Use the organisation's own code, such as its unified social credit code.",
  ),
  'organisation-closed': say('The organisation is closed', 'Reopen it first if it is to be used again.'),
  'organisation-not-closed': say('The organisation is not closed', 'There is nothing to reopen.'),
  'shift-ends-before-it-begins': say(
    'The shift ends before it begins',
    'A night shift ends on the next day.',
  ),
  'shift-too-long': say('A shift lasts seven days at most', 'Please split it into several.'),
  'shift-over': say('The shift is over', 'Shifts that are over stay on record.'),
  'shift-rostered': say(
    'The shift is on the roster already',
    'The same person is rostered for the same time.',
  ),
  'unknown-shift': say('There is no such shift', 'The roster may just have changed; refresh and try again.'),
  'unknown-officer': say(
    'There is no such account in this federation',
    'Check the username, or fill in a name and telephone instead.',
  ),
}

export const refusals: Readonly<Record<string, Explanation>> = {
  ...requests,
  ...access,
  ...orders,
  ...measures,
  ...policies,
  ...answers,
  ...cases,
  ...organisations,
}
