using System.CommandLine;
using System.Globalization;
using Reminisce.Encoders;
using Reminisce.Training;
using Spectre.Console;

namespace Reminisce.Cli;

/// <summary><c>reminisce model build</c>: turns an exported encoder into a pack.</summary>
internal static class BuildCommand
{
    private const string Help = """
        Build a model pack from an exported ONNX encoder, cut at its transformer blocks.

        The folder holds the ONNX file or files (model.onnx; or text_model.onnx, vision_model.onnx, audio_model.onnx; there or in
        onnx/, with external data beside them) and what Hugging Face puts next to them: config.json, preprocessor_config.json for
        pictures and sound (for motion see docs/model-packs.md), tokenizer.json or vocab.txt or vocab.json with merges.txt or spiece.model
        for text. Nothing is downloaded. Encoders that share one embedding space but lie in several folders become one pack: repeat
        --from. Their embeddings must have one number of dimensions.

        The stages are compared with the uncut model before the pack is written; what cannot be cut is refused with the node at
        which the cuts end. Exits before the last are coarse until heads are fitted. With --samples (16 or more unrelated pictures,
        WAV files, lines of .txt files, or .csv files of motion) the pack can also be asked: similarities of unrelated pairs are measured on them.

          reminisce model build --from ../shared/models/deit-tiny --out packs/deit-tiny --license Apache-2.0
          reminisce model build --from clip-vit-base-patch32 --out packs/clip --samples photos-and-captions
          reminisce model build --from clip-text --from clip-vision --out packs/clip --weights int8
          reminisce model build --from all-MiniLM-L6-v2 --out packs/minilm --exits 2,4 --pooling mean
        """;

    public static Command Create()
    {
        var from = new Option<DirectoryInfo[]>("--from") { Description = "Folder of an exported encoder; repeated for several that share a space.", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder of the pack; created, a pack in it is replaced.", Required = true };
        var model = new Option<string[]>("--model") { Description = "ONNX file to take, by its path inside the folder; may be repeated." };
        var name = new Option<string?>("--name") { Description = "Name of the pack, a-z, 0-9 and '-'. Default: from the folder's name." };
        var license = new Option<string>("--license") { Description = "SPDX licence of the weights.", DefaultValueFactory = _ => "NOASSERTION" };
        var exits = new Option<string?>("--exits") { Description = "Blocks after which encoding may stop, such as 2,4,8. Default: up to six, evenly spread." };
        var result = new Option<string?>("--output") { Description = "Output of the graph to embed with. Default: the usual ones by name." };
        var pooling = new Option<PoolingKind>("--pooling") { Description = "Which tokens make the embedding where the output is one row per token.", DefaultValueFactory = _ => PoolingKind.Automatic };
        var weights = new Option<WeightFormat>("--weights") { Description = "How stages store their weights: AsIs, fp16, int8 or int4 (see quantize).", DefaultValueFactory = _ => WeightFormat.AsIs };
        var tokens = new Option<int>("--max-tokens") { Description = "Longest text in tokens. Default: what the folder's files say." };
        var samples = new Option<DirectoryInfo?>("--samples") { Description = "Folder of unrelated content to calibrate queries on." };
        var command = new Command("build", Help) { from, output, model, name, license, exits, result, pooling, weights, tokens, samples };
        exits.Validators.Add(given =>
        {
            if (ParseExits(given.GetValueOrDefault<string?>()) is null)
            {
                given.AddError($"--exits takes numbers of blocks with commas between them, such as 2,4,8, but was given '{given.GetValueOrDefault<string?>()}'.");
            }
        });
        command.SetAction((given, cancellationToken) => Task.FromResult(Run(
            new EncoderPackOptions
            {
                SourceFolder = given.GetRequiredValue(from)[0].FullName,
                OtherSourceFolders = [.. given.GetRequiredValue(from).Skip(1).Select(f => f.FullName)],
                OutputFolder = given.GetRequiredValue(output).FullName,
                Models = given.GetValue(model) ?? [],
                Name = given.GetValue(name),
                License = given.GetRequiredValue(license),
                Exits = ParseExits(given.GetValue(exits)) ?? [],
                Output = given.GetValue(result),
                Pooling = given.GetValue(pooling),
                Weights = given.GetValue(weights),
                MaxTokens = given.GetValue(tokens),
                SamplesFolder = given.GetValue(samples)?.FullName,
            },
            cancellationToken)));
        return command;
    }

    private static int Run(EncoderPackOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var report = StepBars.Run(progress =>
            {
                options.Progress = progress;
                return EncoderPackBuilder.Build(options, cancellationToken);
            });
            foreach (var tower in report.Towers)
            {
                AnsiConsole.MarkupLineInterpolated(
                    CultureInfo.InvariantCulture,
                    $"{tower.Tower}: {tower.Blocks} blocks x {tower.Width} from {tower.File}, embedding from {tower.Output}{Pooled(tower)}; differs from the uncut model by {tower.Difference:0.0e+0}");
            }

            if (report.Manifest.QueryHeads.Count == 0)
            {
                AnsiConsole.MarkupLine("No query heads: the pack encodes and resumes, but cannot be asked until it is built with --samples.");
            }

            return InspectCommand.Run(new DirectoryInfo(options.OutputFolder));
        }
        catch (OperationCanceledException)
        {
            ConsoleOutput.Error.MarkupLine("Stopped. What was written is no pack yet; the same command begins anew.");
            return 130;
        }
        catch (Exception e) when (e is IOException or SourceModelException or ModelPackException or UnauthorizedAccessException)
        {
            ConsoleOutput.Error.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
    }

    private static string Pooled(EncoderTowerReport tower) => tower.Pooling switch
    {
        PoolingKind.FirstToken => " (first token)",
        PoolingKind.Mean => " (mean)",
        PoolingKind.LastToken => " (last token)",
        _ => "",
    };

    // Null is a list that cannot be read; an absent one is empty.
    private static List<int>? ParseExits(string? text)
    {
        var parts = (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var numbers = parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        return numbers.Contains(-1) ? null : numbers;
    }
}
