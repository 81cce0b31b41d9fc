using System.CommandLine;
using Reminisce.Cli;

var root = new RootCommand("Reminisce: a memory that stays on this device.")
{
    ModelCommand.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
