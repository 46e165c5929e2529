/** As whom it is recorded what is done from the command line of the machine: nobody signs in there. */
export const COMMAND_LINE = '00000000-0000-0000-0000-000000000000'
