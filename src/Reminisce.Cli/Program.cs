using System.CommandLine;
using Reminisce.Cli;

return await CommandLine.Create().Parse(args).InvokeAsync().ConfigureAwait(false);
