using System.Globalization;
using System.Text;

namespace Reminisce.Training.Learning.Export;

/// <summary>Writes the model card of a trained pack.</summary>
internal static class TrainedModelCard
{
    public static string Write(DualEncoderTrainingOptions options, int vocabulary, int parameters, HeldOutMeasurements measured)
    {
        var towers = options.Towers;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # reminisce-mini

            Small image and text transformer towers with early exits, in one space of {towers.Dimensions} dimensions, {parameters:N0} weights, trained
            from nothing by this project's own gradients on a CPU.

            ## How it was made
            `reminisce model train`, seed {options.Seed}, deterministic for one number of threads ({options.Threads}).
            - Image: {towers.ImageSize} px, strided convolutions to {towers.Grid} x {towers.Grid} tokens, {towers.ImageLayers} blocks of width {towers.ImageWidth}, exits after {string.Join(", ", towers.ImageExits)}.
            - Text: a WordPiece vocabulary of {vocabulary} pieces made here, {towers.TextLayers} blocks of width {towers.TextWidth}.
            - {(options.LabelledPictures is null ? "No pictures with classes were used." : $"The image tower began with {options.LabelledSteps} steps of {options.LabelledBatch} pictures of 32 px, naming 200 classes.")}
            - The text tower: {options.TextSteps} steps of {options.TextBatch} pictures with two captions each, contrasted with what a teacher (a pretrained vision
              transformer, DeiT-tiny) sees in the pictures, and {options.TextPairs} pairs of sentences that mean the same. No weight of the teacher is in the pack.
            - Then the image tower: {options.Steps} steps of {options.Batch} pictures with {options.CaptionsPerPicture} captions each{(options.FurtherSteps == 0 ? string.Empty : FormattableString.Invariant($", and {options.FurtherSteps} in a second cycle of the learning rate"))}. Every exit learns
              symmetric contrast with the captions and the teacher's features of the very same crop, deeper ones weighing more.
            - Heads for text exits and picture queries, calibration and exit predictors: in closed form.

            ## Data and licences
            Flickr8k train split (research and educational use){(options.LabelledPictures is null ? string.Empty : ", Tiny ImageNet (ImageNet terms: non-commercial research and education)")}{(options.Sentences is null ? string.Empty : ", STS 2012-2015 and SICK 2014 (mixed research licences; SICK is CC BY-NC-SA)")}. None of the data is in the pack.
            Weights trained on research data: take them for research and trials.

            ## Measured on the {1.0 / options.HeldOutEvery:P1} of the training pictures that were held out (caption to image, one caption each)

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
}
