namespace Reminisce.Training.Gradients;

/// <summary>A graph whose inputs are data and trainable values, and whose outputs are the loss and its gradients.</summary>
/// <param name="Bytes">The serialised graph.</param>
/// <param name="Loss">Name of the output with the loss.</param>
/// <param name="Figures">Names of further outputs with one number each.</param>
/// <param name="Parameters">The trainable values in the order asked for.</param>
/// <param name="DataInputs">Names of the inputs that are data.</param>
internal sealed record GradientModel(byte[] Bytes, string Loss, IReadOnlyList<string> Figures, IReadOnlyList<GradientParameter> Parameters, IReadOnlyList<string> DataInputs);
