using System.CommandLine;
using Reminisce.Memory;

namespace Reminisce.Cli;

/// <summary>The options that say whose memories are meant.</summary>
internal sealed class ScopeOptions
{
    private readonly Option<string> _application = Part("--application", "The application");
    private readonly Option<string> _agent = Part("--agent", "The agent");
    private readonly Option<string> _user = Part("--user", "The person");
    private readonly Option<string> _session = Part("--session", "The conversation");

    public ScopeOptions(Command command)
    {
        foreach (var option in new[] { _application, _agent, _user, _session })
        {
            command.Add(option);
        }
    }

    public MemoryScope Read(ParseResult result) =>
        new(result.GetValue(_application) ?? "", result.GetValue(_agent) ?? "", result.GetValue(_user) ?? "", result.GetValue(_session) ?? "");

    private static Option<string> Part(string name, string what) =>
        new(name) { Description = $"{what} of the scope. Default: the empty one, as an application with one person leaves it.", HelpName = "NAME" };
}
