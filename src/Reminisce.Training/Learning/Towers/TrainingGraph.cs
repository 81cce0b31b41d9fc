using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Learning.Towers;

/// <summary>A graph from data to a loss, ready to be differentiated.</summary>
/// <param name="Model">The graph.</param>
/// <param name="Loss">Name of the loss.</param>
/// <param name="Trainable">Names of the weights.</param>
/// <param name="InputShapes">Shape of every input.</param>
/// <param name="Figures">Names of parts of the loss worth watching.</param>
internal sealed record TrainingGraph(ModelProto Model, string Loss, IReadOnlyList<string> Trainable, IReadOnlyDictionary<string, long[]> InputShapes, IReadOnlyList<string> Figures)
{
    public GradientModel Differentiate() => GradientGraph.Build(Model, Loss, Trainable, InputShapes, [.. Figures]);
}
