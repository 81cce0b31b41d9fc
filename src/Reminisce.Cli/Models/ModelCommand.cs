using System.CommandLine;

namespace Reminisce.Cli;

/// <summary><c>reminisce model</c>: build and look into model packs.</summary>
internal static class ModelCommand
{
    public static Command Create() => new("model", "Build and inspect model packs: the encoders that turn items into vectors.")
    {
        BuildCommand.Create(),
        QuantizeCommand.Create(),
        TrainCommand.Create(),
        CalibrateCommand.Create(),
        PairCommand.Create(),
        HealCommand.Create(),
        CheckCommand.Create(),
        InspectCommand.Create(),
    };
}
