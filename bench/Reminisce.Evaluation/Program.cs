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
    TowerSuites.Encoder(),
    TowerSuites.Sound(),
    TowerSuites.Neighbours(),
    TowerSuites.Quantised(),
    MemoryCommand.Create(),
    ForgettingCommand.Create(),
    IngestCommand.Create(),
    TextCommand.Create(),
    StrengthCommand.Create(),
};
return await suites.Parse(args).InvokeAsync();
