using System.Globalization;
using System.Text;
using Reminisce.Encoders;

namespace Reminisce.Training.Learning.Export;

/// <summary>Writes the model card of a trained pack.</summary>
internal static class TrainedModelCard
{
    private const string Made = "## How it was made";
    private const string Data = "## Data and licences";
    private const string SmallData = "Tiny ImageNet (ImageNet terms: non-commercial research and education)";

    public static string Write(DualEncoderTrainingOptions options, int vocabulary, int parameters, HeldOutMeasurements measured)
    {
        var towers = options.Towers;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # reminisce-mini

            Small image and text transformer towers with early exits, in one space of {towers.Dimensions} dimensions, {parameters:N0} weights, trained
            from nothing by this project's own gradients on a CPU.

            {Made}
            {Began(options, vocabulary)}
            {Trained(options)}- Word signatures are drawn at random; heads of text exits and picture queries, calibration and exit predictors are in closed form.

            {Data}
            {Learned(options)}

            ## Measured on the {1.0 / options.HeldOut.Every:P1} of the training pictures that were held out (caption to image, one caption each)

            | exit after block | R@10 |
            |---|---|

            """);
        foreach (var (layer, recall) in measured.ImageRecall)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {layer} | {recall:0.000} |\n");
        }

        text.Append("""

            ## Limits
            - English only; it knows the words of everyday photo captions. Among texts, plain full text finds more than its vectors do.
            - Pictures: scenes, colours and common things in photos. It reads no text in pictures and knows no persons, brands or places.
            - The photos and captions it was trained on carry the biases of their makers.
            """);
        return text.Append('\n').ToString();
    }

    // A pack that was trained further tells the whole of its making, and all that it learned from.
    private static string Began(DualEncoderTrainingOptions options, int vocabulary)
    {
        if (options.From is null)
        {
            return FirstSteps(options, vocabulary);
        }

        var before = ModelPack.Open(options.From);
        return FormattableString.Invariant($"{Section(before, Made)}\n- So far {before.Manifest.Name} {before.Manifest.Version} ({before.Fingerprint}), whose towers were taken on with seed {options.Seed}:");
    }

    private static string Learned(DualEncoderTrainingOptions options)
    {
        if (options.From is null)
        {
            return FirstData(options);
        }

        var known = Section(ModelPack.Open(options.From), Data);
        return options.SmallPictures == 0 || known.Contains(SmallData, StringComparison.Ordinal) ? known : $"{known}\nThen also {SmallData}.";
    }

    private static string FirstData(DualEncoderTrainingOptions options) => $"""
        Flickr8k train split (research and educational use){(options.LabelledPictures is null || options is { LabelledSteps: 0, SmallPictures: 0 } ? string.Empty : ", " + SmallData)}{(options.Sentences is null ? string.Empty : ", STS 2012-2015 and SICK 2014 (mixed research licences; SICK is CC BY-NC-SA)")}. None of the data is in the pack.
        Weights trained on research data: take them for research and trials.
        """;

    private static string Section(ModelPack pack, string title) => string.Join(
        '\n', Encoding.UTF8.GetString(pack.ReadFile("MODEL_CARD.md")).Split('\n').SkipWhile(line => line != title).Skip(1).TakeWhile(line => line.Length > 0));

    private static string FirstSteps(DualEncoderTrainingOptions options, int vocabulary) => string.Create(CultureInfo.InvariantCulture, $"""
        `reminisce model train`, seed {options.Seed}, deterministic for one number of threads ({options.Threads}).
        - Image: {options.Towers.ImageSize} px, strided convolutions to {options.Towers.Grid} x {options.Towers.Grid} tokens, {options.Towers.ImageLayers} blocks of width {options.Towers.ImageWidth}, exits after {string.Join(", ", options.Towers.ImageExits)}.
        - Text: a WordPiece vocabulary of {vocabulary} pieces made here, {options.Towers.TextLayers} blocks of width {options.Towers.TextWidth}, and {options.Towers.TextSignature} channels past them that say which words a text has.
        - {(options.LabelledPictures is null || options.LabelledSteps == 0 ? "No pictures with classes were used." : $"The image tower began with {options.LabelledSteps} steps of {options.LabelledBatch} pictures of 32 px, naming 200 classes.")}
        """);

    private static string Trained(DualEncoderTrainingOptions options)
    {
        var text = new StringBuilder();
        if (options.TextSteps > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                - The text tower: {options.TextSteps} steps of {options.TextBatch} pictures with two captions each, contrasted with what a teacher (a pretrained vision
                  transformer, DeiT-tiny) sees in the pictures, and {options.TextPairs} pairs of sentences that mean the same. No weight of the teacher is in the pack.

                """);
        }

        if (options.Steps > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                - The image tower: {options.Steps} steps of {options.Batch} pictures with {options.CaptionsPerPicture} captions each{(options.FurtherSteps == 0 ? string.Empty : FormattableString.Invariant($", and {options.FurtherSteps} in a second cycle of the learning rate"))}. Every exit learns
                  symmetric contrast with the captions and the teacher's features of the very same crop, deeper ones weighing more.{(options.SmallPictures > 0 ? FormattableString.Invariant($" So it does for {options.SmallPictures:N0} pictures of 32 px, {options.SmallBatch} a step, without captions.") : string.Empty)}{(options.Blend > 0 ? " Half of the pictures have others laid over them." : string.Empty)}

                """);
        }

        return text.Length > 0 ? text.ToString() : "- No further steps.\n";
    }
}
