import type { chinese } from '../accounts.ts'
import type { Words } from '../language.ts'

export const accounts: Words<typeof chinese> = {
  title: 'Accounts',
  lead: 'The accounts of this federation and those below it; every act is recorded, and auditors can see it',
  add: 'Add account',
  columns: {
    username: 'Username',
    role: 'Role',
    federation: 'Federation',
    state: 'State',
    usedAt: 'Last used',
  },
  filter: {
    role: 'Role',
    anyRole: 'All roles',
    federation: 'Federation',
    anyFederation: 'All federations',
    unused: 'Unused for 90 days',
    disabled: 'Disabled ones',
    search: 'Username',
  },
  states: {
    disabled: 'Disabled',
    'one-time': 'One-time password not changed',
    over: 'One-time password expired',
    own: 'In order',
  },
  never: 'Never used',
  back: 'Back to the accounts',
  addedAt: 'Added',
  ownNumber: 'Own ID number',
  hasOwnNumber: 'Recorded: shut out of cases that she is a party to',
  noOwnNumber: 'Not recorded',
  yourself:
    'This is your own account: another administrator has to change its role, disable it or reset its password.',
  empty: 'No accounts match',
  emptyAdvice: 'Try other filters, or clear them.',
  gaps: (n) =>
    n === 1
      ? 'One federation has no account that can accept the orders sent to it:'
      : `${n} federations have no account that can accept the orders sent to them:`,
  andMore: (n) => `and others, ${n} in all`,
  acts: {
    assign: 'Change role or federation',
    'reset-password': 'Reset password',
    disable: 'Disable',
    enable: 'Enable',
    number: 'Record ID number',
  },
  done: {
    assign: 'Changed; she has been signed out and has to sign in again',
    'reset-password': 'The password is reset; the old one and all sign-ins have ended',
    disable: 'Disabled; all sign-ins have ended',
    enable: 'Enabled; the old password still works',
    number: 'The ID number is recorded; the number itself is not kept',
  },
  confirm: {
    'reset-password':
      'The old password ends at once, and so does every sign-in; a new one-time password is made.',
    disable:
      'All sign-ins end at once, and nobody can sign in any more. What was recorded stays; it can be enabled again at any time.',
    enable: 'The old password then works again.',
  },
  form: {
    username: 'Username',
    usernameNote:
      'Letters, digits, dots, underscores or hyphens; it cannot be changed later. No telephone or ID number, please',
    usernameWrong: 'Letters, digits, dots, underscores and hyphens only, 64 at most',
    role: 'Role',
    federation: 'Federation',
    idNumber: 'ID number',
    idNumberNote:
      'The account is then shut out of cases that its owner is a party to. Only a keyed hash is kept, and nobody can see the number; recording it again replaces it.',
    required: 'Please fill this in',
    choose: 'Please choose',
    create: 'Add account',
    save: 'Save',
    close: 'I have noted it; close',
  },
  oneTime: {
    title: (username) => `One-time password of ${username}`,
    once: 'Shown this once. Please tell her in person or by telephone, not by a messenger.',
    until: (at) => `Good until ${at}; it has to be changed at the first sign-in.`,
  },
  roleNotes: {
    mediator: 'Townships: accepts and works orders, makes callbacks',
    'district-officer': 'Districts: supervises, approves, merges, seals',
    dispatcher: 'City: dispatches, sets the policy, supervises all',
    analyst: 'Sees figures, and case files without names',
    statistician: 'Sees totals only',
    auditor: 'Sees the access log, and no cases',
    administrator: 'Administers accounts, directory and policy; sees no cases',
  },
  own: {
    title: 'My account',
    password: 'Change password',
    first: 'Please set a password of your own',
    firstLead:
      'You signed in with a one-time password. Once you have set your own you can go on, and the one-time password ends.',
    old: 'Old password',
    fresh: 'New password',
    again: 'New password again',
    rule: 'Ten characters at least; not digits alone, without the username, no common password. A few unrelated words in a row are easy to keep in mind.',
    tooShort: 'Ten characters at least',
    different: 'The two new passwords differ',
    submit: 'Save new password',
    done: 'The password is changed; your other sign-ins have ended.',
    forgotten: 'If you forgot the old one, ask the administrator to reset it.',
  },
}
