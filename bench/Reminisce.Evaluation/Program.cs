using System.CommandLine;
using Reminisce.Evaluation;

var suites = new RootCommand("Measures Reminisce. A table goes to standard output, with --json one JSON object to a file.")
{
    RetrievalSuite.CreateCommand(),
    CaptionCommand.Create("exits", "The same with every item stopped at one exit, and what the activation codec costs.", ExitsSuite.RunAsync),
    CaptionCommand.Create("predictor", "The exit predictor beside a fixed exit of equal cost and the best choice in hindsight.", PredictorSuite.RunAsync),
    ExitTable.Create(),
    StepCommand.Create(),
    IndexCommand.Create(),
    DialogueCommand.Create(),
    TowerCommand.Create("encoder", "Stages against the uncut model, exits, resuming, the activation codec and memory.", "image", 64, EncoderSuite.RunAsync),
    TowerCommand.Create("sound", "Clips find clips of their class, exit by exit.", "audio", 200, SoundSuite.RunAsync),
    TowerCommand.Create("neighbours", "Captions that a picture shares with its nearest neighbour, exit by exit.", "image", 1000, NeighbourSuite.RunAsync),
    TowerCommand.Create("quantised", "Smaller stage weights beside the pack's own: bytes, likeness of vectors, neighbours, time.", "image", 400, QuantisedSuite.RunAsync),
    MemoryCommand.Create(),
    ForgettingCommand.Create(),
    IngestCommand.Create(),
    TextCommand.Create(),
    StrengthCommand.Create(),
};
return await suites.Parse(args).InvokeAsync();
