export class Search {
  imagen3ModelsList: Model[] = [
    {value: 'imagen-3.0-generate-001', viewValue: 'Imagen 3'},
    {value: 'imagen-3.0-fast-generate-001', viewValue: 'Imagen 3 fast'},
  ];
}
