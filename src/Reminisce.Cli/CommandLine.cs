using System.CommandLine;

namespace Reminisce.Cli;

/// <summary>All commands of the tool.</summary>
internal static class CommandLine
{
    public static RootCommand Create() => new("Reminisce: a memory that stays on this device.")
    {
        RecallCommand.Create(),
        AuditCommand.Create(),
        SweepCommand.Create(),
        SweepCommand.CreateUndo(),
        EraseCommand.Create(),
        VerifyCommand.Create(),
        ExportCommand.Create(),
        ImportCommand.Create(),
        ModelCommand.Create(),
    };
}
