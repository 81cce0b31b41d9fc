using System.CommandLine;

namespace Reminisce.Evaluation;

/// <summary>The suites over one tower of a pack.</summary>
internal static class TowerSuites
{
    public static Command Encoder() => TowerCommand.Create(
        "encoder", "Stages against the uncut model, exits, resuming, the activation codec and memory.", "image", 64, EncoderSuite.RunAsync, EncoderSuite.Parts);

    public static Command Sound() => TowerCommand.Create("sound", "Clips find clips of their class, exit by exit.", "audio", 200, SoundSuite.RunAsync);

    public static Command Neighbours() => TowerCommand.Create(
        "neighbours", "Captions that a picture shares with its nearest neighbour, exit by exit.", "image", 1000, NeighbourSuite.RunAsync);

    public static Command Quantised() => TowerCommand.Create(
        "quantised", "Smaller stage weights beside the pack's own: bytes, likeness of vectors, neighbours, time.", "image", 400, QuantisedSuite.RunAsync);
}
